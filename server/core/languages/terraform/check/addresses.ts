import { closest } from '../../../schema/closest.ts';
import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import { type HclBlock, type HclExpression, literalString } from '../../../syntax/hcl.ts';
import type { TerraformReading } from '../read/reading.ts';
import { targetOf } from '../read/use.ts';
import { schemaOf } from '../schema/place.ts';
import { type CheckContext, hint, replaceFix } from './context.ts';

/** `moved`, `import`, `removed` and `ignore_changes`: addresses and names in places where nothing is evaluated. */
export function checkAddresses(context: CheckContext): void {
  if (context.form.kind !== 'configuration') return;
  checkMovedOnce(context);
  const imported = new Set<string>();
  for (const block of blocksOf(context.reading.hcl.body)) {
    const type = block.type.value;
    if (type === 'moved') checkMoved(context, block);
    if (type === 'import') {
      checkImport(context, block);
      checkImportedOnce(context, block, imported);
    }
    if (type === 'removed') checkRemoved(context, block);
    if (type === 'resource') checkIgnored(context, block);
  }
}

function addressIn(block: HclBlock, name: string) {
  const value = attributeOf(block.body, name)?.value;
  return value?.kind === 'reference' ? targetOf(value) : undefined;
}

function checkMoved(context: CheckContext, block: HclBlock): void {
  const from = addressIn(block, 'from');
  const to = addressIn(block, 'to');
  if (!from || !to) return;
  const at = { span: from.span, node: 'moved' };
  if ((from.kind === 'module') !== (to.kind === 'module') && from.rest.length === 0 && to.rest.length === 0) {
    context.report('invalid-moved', 'error', 'A module moves to a module, a resource to a resource.', {
      span: to.span,
      node: 'moved',
    });
  } else if (from.address !== to.address && from.rest.length === 0 && context.module.declared.has(from.address)) {
    const message = `"${from.address}" is still declared: a moved block says that it has another address now. Rename the declaration, or remove this block.`;
    context.report('invalid-moved', 'error', message, at);
  }
}

/** An object has one address before, and one after: a second block that says otherwise is ambiguous. */
function checkMovedOnce(context: CheckContext): void {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  for (const { reading, block } of movesOf(context)) {
    const [from, to] = ['from', 'to'].map((name) => attributeOf(block.body, name)?.value);
    if (from?.kind !== 'reference' || to?.kind !== 'reference') continue;
    const text = ({ span }: HclExpression) => reading.hcl.text.slice(span.start, span.end).replace(/\s+/g, '');
    const [old, now] = [text(from), text(to)];
    const said = before.get(old);
    const taken = after.get(now);
    const message =
      old === now
        ? `"${old}" moves to itself: there is nothing to move.`
        : said !== undefined && said !== now
          ? `"${old}" moves to "${said}" by another block already.`
          : taken !== undefined && taken !== old
            ? `"${taken}" moves to "${now}" by another block already.`
            : undefined;
    if (message !== undefined && reading === context.reading)
      context.report('invalid-moved', 'error', message, { span: (said !== undefined ? from : to).span, node: 'moved' });
    before.set(old, said ?? now);
    after.set(now, taken ?? old);
  }
}

function movesOf({ module }: CheckContext): { readonly reading: TerraformReading; readonly block: HclBlock }[] {
  return module.readings.flatMap((reading) =>
    reading.form.json ? [] : blocksOf(reading.hcl.body, 'moved').map((block) => ({ reading, block })),
  );
}

function checkImport(context: CheckContext, block: HclBlock): void {
  const id = attributeOf(block.body, 'id');
  const identity = attributeOf(block.body, 'identity');
  if (!id && !identity && block.close) {
    context.report('invalid-import', 'error', 'An import needs "id" or "identity" of the existing object.', {
      span: block.header,
      node: 'import',
    });
  }
  if (id && identity) {
    context.report('invalid-import', 'error', 'An import has "id" or "identity", not both.', {
      span: identity.name.span,
      node: 'import',
    });
  }
  const to = addressIn(block, 'to');
  if (
    to?.kind !== 'resource' ||
    to.rest.some((step) => step.kind === 'name') ||
    context.module.declared.has(to.address) ||
    context.module.broken
  )
    return;
  const message = `"${to.address}" is not declared in this module: declare it, or let "terraform plan -generate-config-out" write it.`;
  context.report('invalid-import', 'warning', message, { span: to.span, node: 'import' });
}

/** An object has one import. */
function checkImportedOnce(context: CheckContext, block: HclBlock, imported: Set<string>): void {
  const value = attributeOf(block.body, 'to')?.value;
  if (value?.kind !== 'reference' || attributeOf(block.body, 'for_each')) return;
  const address = context.reading.hcl.text.slice(value.span.start, value.span.end).replace(/\s+/g, '');
  if (imported.has(address)) {
    const message = `"${address}" is imported by another block already.`;
    context.report('invalid-import', 'error', message, { span: value.span, node: 'import' });
  }
  imported.add(address);
}

function checkRemoved(context: CheckContext, block: HclBlock): void {
  const from = addressIn(block, 'from');
  if (!from || from.rest.length > 0 || !context.module.declared.has(from.address)) return;
  const message = `"${from.address}" is still declared: remove the declaration, or this block.`;
  context.report('invalid-removed', 'error', message, { span: from.span, node: 'removed' });
}

/** Names in `ignore_changes` are arguments of the resource. */
function checkIgnored(context: CheckContext, block: HclBlock): void {
  const type = block.labels[0]?.value;
  const lifecycle = blocksOf(block.body, 'lifecycle')[0];
  const value = lifecycle && attributeOf(lifecycle.body, 'ignore_changes')?.value;
  if (type === undefined || value?.kind !== 'tuple') return;
  for (const item of value.items) {
    if (literalString(item) !== '*') continue;
    const fixes = [replaceFix('Write "ignore_changes = all"', value.span, 'all')];
    const node = `${type}.${block.labels[1]?.value ?? ''}`;
    context.report(
      'ignore-changes-target',
      'error',
      'All changes are ignored by "ignore_changes = all".',
      { span: item.span, node },
      { fixes },
    );
  }
  const { schema, uncertain } = schemaOf(block, type, context);
  const body = uncertain ? undefined : schema?.resource(type);
  for (const item of body ? value.items : [])
    checkIgnoredName(context, item, body?.items ?? new Map(), `${type}.${block.labels[1]?.value ?? ''}`);
}

function checkIgnoredName(
  context: CheckContext,
  item: HclExpression,
  items: ReadonlyMap<string, unknown>,
  node: string,
): void {
  if (item.kind !== 'reference' || items.size === 0 || items.has(item.root.value)) return;
  const near = closest(item.root.value, items.keys());
  const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, item.root.span, near)];
  const message = `The resource has no argument "${item.root.value}" whose changes could be ignored.${hint(near)}`;
  context.report('ignore-changes-target', 'warning', message, { span: item.root.span, node }, { fixes });
}
