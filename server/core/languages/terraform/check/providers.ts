import type { Fix } from '../../../model/finding.ts';
import { closest } from '../../../schema/closest.ts';
import { blocksOf } from '../../../syntax/hcl/walk.ts';
import { mayBeGenerated } from '../read/generated.ts';
import { snapshotOf } from '../read/snapshot.ts';
import type { Use } from '../read/use.ts';
import { schemaOf } from '../schema/place.ts';
import { bundledSources } from '../schema/provider.ts';
import type { CheckContext } from './context.ts';
import { hint, replaceFix } from './context.ts';
import { newlineOf } from './edits.ts';

/** Providers are named with source and version; types belong to a provider; aliases exist. */
export function checkProviders(context: CheckContext): void {
  if (context.form.kind !== 'configuration') return;
  const seen = new Set<string>();
  for (const { kind, type, block, address } of context.reading.declarations) {
    if ((kind !== 'resource' && kind !== 'data') || !type) continue;
    const chosen = schemaOf(block, type.value, context);
    const { schema, local, uncertain } = chosen;
    const isKnown = kind === 'data' ? schema?.data(type.value) : schema?.resource(type.value);
    if (schema && !isKnown && !uncertain)
      unknownType(
        context,
        type.value,
        type.span,
        address,
        kind === 'data' ? schema.dataTypes : schema.resourceTypes,
        schema.where,
      );
    if (seen.has(local) || local === 'terraform' || context.module.requiredProviders.has(local)) continue;
    if (context.module.generated || mayBeGenerated(local, context.module.folder, snapshotOf(context.project))) continue;
    seen.add(local);
    notRequired(context, local, type.span, address);
  }
  for (const use of context.reading.uses) if (use.kind === 'provider') checkAlias(context, use);
}

function unknownType(
  context: CheckContext,
  type: string,
  span: { start: number; end: number },
  node: string,
  types: readonly string[],
  where: string,
): void {
  const near = closest(type, types);
  const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, span, near, 'confirm')];
  context.report(
    'unknown-type',
    'warning',
    `No type "${type}" is known in ${where}.${hint(near)}`,
    { span, node },
    { kind: 'schema', fixes },
  );
}

/** Said once per provider and file. */
function notRequired(context: CheckContext, local: string, span: { start: number; end: number }, node: string): void {
  const source = bundledSources().find((each) => each.endsWith(`/${local}`)) ?? `hashicorp/${local}`;
  const message = `The provider "${local}" is not in required_providers: source and version are whatever the registry has that day.`;
  const fix = requireFix(context, local, source);
  context.report('provider-not-required', 'info', message, { span, node }, { fixes: fix ? [fix] : [] });
}

function requireFix({ module, reading }: CheckContext, local: string, source: string): Fix | undefined {
  const entry = (indent: string, newline: string) =>
    `${indent}${local} = {${newline}${indent}  source = "${source}"${newline}${indent}}${newline}`;
  for (const file of module.readings) {
    const terraform = blocksOf(file.hcl.body, 'terraform')[0];
    if (!terraform || file.form.json) continue;
    const newline = newlineOf(file.source.text);
    const required = blocksOf(terraform.body, 'required_providers')[0];
    const close = (required ?? terraform).close;
    if (!close) return undefined;
    const at = file.source.text.lastIndexOf('\n', close.start - 1) + 1;
    if (file.source.text.slice(at, close.start).trim() !== '') return undefined;
    const text = required
      ? entry('    ', newline)
      : `  required_providers {${newline}${entry('    ', newline)}  }${newline}`;
    const edits = [{ span: { start: at, end: at }, text }];
    const title = `Add "${local}" to required_providers`;
    return file === reading
      ? { title, safety: 'suggestion', edits }
      : { title, safety: 'suggestion', edits: [], others: [{ path: file.source.path, edits }] };
  }
  if (reading.form.json) return undefined;
  const newline = newlineOf(reading.source.text);
  const text = `terraform {${newline}  required_providers {${newline}${entry('    ', newline)}  }${newline}}${newline}${newline}`;
  return {
    title: `Add "${local}" to required_providers`,
    safety: 'suggestion',
    edits: [{ span: { start: 0, end: 0 }, text }],
  };
}

/** `aws.east` must be configured in the module, or be handed in by the caller. */
function checkAlias(context: CheckContext, use: Use): void {
  const parts = use.address.split('.');
  const local = parts[1] ?? '';
  if (parts.length < 3 || context.module.declared.has(use.address) || context.module.broken) return;
  if (context.module.requiredProviders.get(local)?.aliases.includes(use.address)) return;
  if (mayBeGenerated(use.name.value, context.module.folder, snapshotOf(context.project))) return;
  const aliases = [...context.module.declared.keys()]
    .filter((address) => address.startsWith(`provider.${local}.`))
    .map((address) => address.slice(local.length + 10));
  const near = closest(use.name.value, aliases);
  const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, use.name.span, near)];
  const message = `No provider "${local}" with alias "${use.name.value}" is configured in this module.${hint(near)}`;
  context.report('provider-alias', 'error', message, { span: use.span, node: use.owner }, { fixes });
}
