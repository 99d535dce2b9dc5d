import type { Fix } from '../../../model/finding.ts';
import { attributeOf } from '../../../syntax/hcl/walk.ts';
import { declarationOf } from '../read/module.ts';
import type { Use } from '../read/use.ts';
import type { CheckContext } from './context.ts';

const KINDS = new Set(['resource', 'data', 'module']);

/** What has `count` or `for_each` is selected by its copy; what has neither is not. */
export function checkInstances(context: CheckContext): void {
  if (context.form.kind !== 'configuration' || context.form.json) return;
  for (const use of context.reading.uses) {
    const isTried = use.guarded === true && use.kind === 'module';
    if (KINDS.has(use.kind) && use.position === 'expression' && use.rest.length > 0 && !isTried) checkUse(context, use);
  }
}

function checkUse(context: CheckContext, use: Use): void {
  const declared = declarationOf(context.module, use.address);
  const [first] = use.rest;
  if (!declared || !first || (context.module.declared.get(use.address)?.length ?? 0) > 1) return;
  const count = attributeOf(declared.block.body, 'count');
  const each = attributeOf(declared.block.body, 'for_each');
  const at = { span: first.span, node: use.owner };
  if ((count || each) && first.kind === 'name' && !first.legacy) {
    const key = each ? 'each.key' : '0';
    const fixes: Fix[] = [
      insert(`Select a copy: [${key}]`, use.span.end, `[${key}]`),
      insert('Select all: [*]', use.span.end, '[*]'),
    ];
    const how = count ? '"count"' : '"for_each"';
    const message = `"${use.address}" has ${how}, so it is several: select one with [${key}] or all with [*].`;
    context.report('missing-instance-key', 'error', message, at, { fixes: each ? fixes.slice(0, 1) : fixes });
  }
  if (count || each || first.kind !== 'index') return;
  const title = 'Remove the index';
  const fixes: Fix[] = [{ title, safety: 'suggestion', edits: [{ span: first.span, text: '' }] }];
  const message = `"${use.address}" has neither "count" nor "for_each": there is only one, and no index.`;
  context.report('unexpected-instance-key', 'error', message, at, { fixes });
}

function insert(title: string, offset: number, text: string): Fix {
  return { title, safety: 'suggestion', edits: [{ span: { start: offset, end: offset }, text }] };
}
