import type { Fix } from '../../../model/finding.ts';
import type { Span } from '../../../model/span.ts';
import { closest } from '../../../schema/closest.ts';
import type { HclAttribute, HclBlock, HclBody } from '../../../syntax/hcl.ts';
import type { Body, Item } from '../schema/body.ts';
import { bodyOf, calledFrom, itemOf, rootBody, schemaOf } from '../schema/place.ts';
import { providerNamed } from '../schema/providers.ts';
import { lackOf } from '../schema/release.ts';
import { type CheckContext, hint, listed, replaceFix } from './context.ts';
import { declareInModule } from './declare.ts';
import { insertInBody, removal } from './edits.ts';
import { isBefore012 } from './references.ts';
import { isUnsound } from './sound.ts';

/** Where the walk is: the blocks around, and whether what is not known may exist all the same. */
interface Place {
  readonly parents: readonly HclBlock[];
  readonly node: string;
  /** The bundled schema of the provider is not the one the module uses. */
  readonly uncertain: boolean;
  /** Which schema is asked, for messages; empty where none is. */
  readonly provider: string;
}

/** Blocks and arguments against what the language and the provider know. */
export function checkStructure(context: CheckContext): void {
  const root = rootBody(context);
  if (!root) return;
  const place: Place = { parents: [], node: '', uncertain: false, provider: '' };
  checkBody(context, context.reading.hcl.body, root, place);
}

function checkBody(context: CheckContext, written: HclBody, body: Body, place: Place): void {
  const counts = new Map<string, HclBlock[]>();
  for (const item of written.items) {
    if (item.kind === 'attribute') checkAttribute(context, item, body, place);
    if (item.kind !== 'block') continue;
    const name = item.type.value === 'dynamic' ? `dynamic ${item.labels[0]?.value}` : item.type.value;
    const same = counts.get(name);
    if (same) same.push(item);
    else counts.set(name, [item]);
    checkBlock(context, item, body, place);
  }
  checkCounts(context, counts, body, place);
  checkRequired(context, written, body, place);
}

function checkBlock(context: CheckContext, block: HclBlock, outer: Body, place: Place): void {
  const item = itemOf(outer, block.type.value);
  const inner = placeOf(context, block, place);
  if (!item && !outer.open) {
    unknownBlock(context, block, outer, inner, place);
    return;
  }
  if (item?.form === 'attribute' && !mayBeBlock(item) && !context.form.json && !isBefore012(context.module))
    blockForAttribute(context, block, item, inner);
  if (item) {
    checkLabels(context, block, item, inner.node);
    checkDeprecated(context, item, block.type.span, inner);
    checkSince(context, item, block.type.span, inner.node);
  }
  if (block.type.value === 'dynamic') checkDynamic(context, block, outer, inner);
  const body = bodyOf(block, outer, place.parents, context);
  checkBody(context, block.body, body, inner);
}

function placeOf(context: CheckContext, block: HclBlock, place: Place): Place {
  const parents = [...place.parents, block];
  if (place.parents.length > 0 && block.type.value !== 'data') return { ...place, parents };
  const node = context.reading.owners.get(block) ?? block.type.value;
  const type = block.labels[0]?.value;
  const kind = block.type.value;
  if (!PROVIDED.has(kind) || type === undefined) return { ...place, parents, node };
  const { module, project, data } = context;
  const { schema, uncertain } =
    kind === 'provider' ? providerNamed(type, module, project, data) : schemaOf(block, type, context);
  return { parents, node, uncertain, provider: schema?.where ?? '' };
}

const PROVIDED = new Set(['resource', 'data', 'ephemeral', 'provider']);

function unknownBlock(context: CheckContext, block: HclBlock, outer: Body, place: Place, around: Place): void {
  if (around.uncertain && outer.origin === 'provider') return;
  const { span, value } = block.type;
  const names = [...outer.items.values()].filter(({ form }) => form !== 'attribute').map(({ name }) => name);
  const near = closest(value, names);
  const fixes: Fix[] =
    near === undefined
      ? []
      : [replaceFix(`Change to "${near}"`, span, near, around.parents.length === 0 ? 'safe' : 'confirm')];
  if (around.parents.length > 0)
    fixes.push(removal(context.reading.hcl.text, `Remove the block "${value}"`, block.span));
  const owner = around.parents[0];
  const where = owner ? ` in ${ownerText(owner)}` : ' here';
  const severity = outer.origin === 'provider' ? 'warning' : 'error';
  const known = outer.origin === 'provider' ? ` in ${around.provider}` : '';
  context.report(
    'unknown-block',
    severity,
    `No block "${value}" is known${where}${known}.${hint(near)}`,
    { span, node: place.node },
    { kind: 'schema', fixes },
  );
}

function ownerText(owner: HclBlock): string {
  return [owner.type.value, ...owner.labels.slice(0, 1).map(({ value }) => `"${value}"`)].join(' ');
}

function checkAttribute(context: CheckContext, attribute: HclAttribute, body: Body, place: Place): void {
  const { name } = attribute;
  const item = itemOf(body, name.value);
  if (!item) {
    if (!body.open) unknownAttribute(context, attribute, body, place);
    return;
  }
  checkSince(context, item, name.span, place.node);
  checkDeprecated(context, item, name.span, place);
  if (item.computed) {
    const message = `"${name.value}" is set by the provider; it can be read but not written.`;
    const fixes = [removal(context.reading.hcl.text, `Remove "${name.value}"`, attribute.span)];
    if (!place.uncertain)
      context.report(
        'read-only-attribute',
        'warning',
        message,
        { span: name.span, node: place.node },
        { kind: 'schema', fixes },
      );
  }
  if (item.form === 'block' && !context.form.json) attributeForBlock(context, attribute, item, body, place);
}

function unknownAttribute(context: CheckContext, { name, span }: HclAttribute, body: Body, place: Place): void {
  if (body.origin === 'provider' && (place.uncertain || place.provider === '')) return;
  const names = [...body.items.values()]
    .filter(({ form, computed }) => form !== 'block' && !computed)
    .map((item) => item.name);
  const near = closest(name.value, names);
  // What the language or a module at hand does not know cannot be deployed; a bundled schema may just be older.
  const safety = body.origin === 'provider' ? 'confirm' : 'safe';
  const fixes: Fix[] = near === undefined ? [] : [replaceFix(`Change to "${near}"`, name.span, near, safety)];
  if (place.parents.length > 0) fixes.push(removal(context.reading.hcl.text, `Remove "${name.value}"`, span));
  const [owner] = place.parents;
  const where = owner
    ? ` in ${place.parents.length > 1 ? `block "${place.parents.at(-1)?.type.value}" of ` : ''}${ownerText(owner)}`
    : ' at the top of a file';
  const provider = body.origin === 'provider';
  const known = provider && place.provider !== '' ? ` in ${place.provider}` : '';
  if (owner?.type.value === 'module' && place.parents.length === 1) {
    const called = calledFrom(owner, context);
    const declare = called && declareInModule(called, 'variable', name.value);
    if (declare) fixes.push(declare);
    context.report(
      'module-input',
      'error',
      `The module has no variable "${name.value}".${hint(near)}`,
      { span: name.span, node: place.node },
      { fixes },
    );
    return;
  }
  context.report(
    'unknown-attribute',
    provider ? 'warning' : 'error',
    `No argument "${name.value}" is known${where}${known}.${hint(near)}`,
    { span: name.span, node: place.node },
    { kind: 'schema', fixes },
  );
}

/** Structures that hold themselves are of any type in the data, whatever form they have. */
function mayBeBlock({ form, type }: Item): boolean {
  return form !== 'attribute' || type?.kind === 'any';
}

function blockForAttribute(context: CheckContext, block: HclBlock, item: Item, place: Place): void {
  const message = `"${item.name}" is an argument: write "${item.name} = …".`;
  const { open, close } = block;
  const edits = [{ span: { start: block.type.span.end, end: open.end }, text: ' = {' }];
  const fixes: Fix[] =
    close && block.labels.length === 0 ? [{ title: `Write "${item.name} = { … }"`, safety: 'safe', edits }] : [];
  if (!place.uncertain)
    context.report(
      'block-for-attribute',
      'warning',
      message,
      { span: block.type.span, node: place.node },
      { kind: 'schema', fixes },
    );
}

function attributeForBlock(
  context: CheckContext,
  { name, equals, value }: HclAttribute,
  item: Item,
  body: Body,
  place: Place,
): void {
  const fixes: Fix[] = [];
  if (value.kind === 'object' && value.close)
    fixes.push(replaceFix(`Write a block "${item.name}"`, { start: name.span.end, end: value.span.start }, ' '));
  const severity = body.origin === 'core' ? 'error' : 'warning';
  const message = `"${item.name}" is a block: write "${item.name} { … }" without "=".`;
  if (!place.uncertain)
    context.report(
      'attribute-for-block',
      severity,
      message,
      { span: { start: name.span.start, end: equals.end }, node: place.node },
      { kind: 'schema', fixes },
    );
}

function checkLabels(context: CheckContext, block: HclBlock, item: Item, node: string): void {
  const wanted = item.labels ?? [];
  const { labels } = block;
  if (labels.length === wanted.length) return;
  const names = wanted.map((label) => `"${label}"`).join(' ');
  const form = `${item.name}${wanted.length > 0 ? ` ${names}` : ''} { … }`;
  const extra = labels[wanted.length];
  const span: Span = extra ? { start: extra.span.start, end: labels.at(-1)?.span.end ?? extra.span.end } : block.header;
  const count = wanted.length === 0 ? 'no label' : wanted.length === 1 ? 'one label' : `${wanted.length} labels`;
  context.report('label-count', 'error', `"${item.name}" has ${count}: ${form}`, { span, node }, { kind: 'schema' });
}

/** Arguments that are never kept: by the schema, else by the name that providers give them. */
function isWriteOnly({ name, form, writeOnly }: Item): boolean {
  return writeOnly === true || (form === 'attribute' && name.endsWith('_wo'));
}

const WRITE_ONLY = { since: '1.11', tofu: '1.11' };

/** Reported only where the oldest version that may run the module lacks the feature. */
function checkSince(context: CheckContext, item: Item, span: Span, node: string): void {
  const lack = lackOf(isWriteOnly(item) ? WRITE_ONLY : item, context.module);
  if (lack === undefined) return;
  context.report('version-gate', 'warning', `"${item.name}" ${lack}`, { span, node }, { kind: 'schema' });
}

/** A deprecated name of the language says what to write instead; that of a provider only that it is deprecated. */
function checkDeprecated(context: CheckContext, item: Item, span: Span, { node, provider }: Place): void {
  if (item.deprecated === undefined) return;
  const message =
    provider === '' || item.deprecated !== 'by its provider'
      ? `"${item.name}" is deprecated: ${item.deprecated}.`
      : `"${item.name}" is deprecated by the provider, says ${provider}: the next major version may not have it.`;
  context.report('deprecated', 'hint', message, { span, node }, { kind: 'schema', tags: ['deprecated'] });
}

function checkDynamic(context: CheckContext, block: HclBlock, outer: Body, place: Place): void {
  const [label] = block.labels;
  if (!label || outer.open || place.uncertain) return;
  const item = itemOf(outer, label.value);
  if (item && mayBeBlock(item)) return;
  const names = [...outer.items.values()].filter(({ form }) => form !== 'attribute').map(({ name }) => name);
  const near = closest(label.value, names);
  const message = item
    ? `"${label.value}" is an argument, not a block: it cannot be made by "dynamic".`
    : `No block "${label.value}" is known here${place.provider === '' ? '' : ` in ${place.provider}`}.${hint(near)}`;
  const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, label.inner, near, 'confirm')];
  context.report(
    'unknown-block',
    'warning',
    message,
    { span: label.span, node: place.node },
    { kind: 'schema', fixes },
  );
}

function checkCounts(
  context: CheckContext,
  counts: ReadonlyMap<string, readonly HclBlock[]>,
  body: Body,
  place: Place,
): void {
  for (const [name, blocks] of counts) {
    const most = itemOf(body, name)?.most;
    const extra = most === undefined ? undefined : blocks[most];
    if (!extra || place.uncertain) continue;
    const message = `At most ${most === 1 ? 'one block' : `${most} blocks`} "${name}" may stand here.`;
    context.report(
      'too-many-blocks',
      'error',
      message,
      { span: extra.type.span, node: place.node },
      { kind: 'schema' },
    );
  }
}

function checkRequired(context: CheckContext, written: HclBody, body: Body, place: Place): void {
  const owner = place.parents.at(-1);
  if (!owner || place.uncertain || context.form.override || isUnsound(context.reading, owner.span)) return;
  const present = new Set(
    written.items.flatMap((item) =>
      item.kind === 'attribute'
        ? [item.name.value]
        : item.type.value === 'dynamic'
          ? [item.labels[0]?.value ?? '']
          : [item.type.value],
    ),
  );
  const missing = [...body.items.values()].filter(
    (item) => !present.has(item.name) && (item.required === true || (item.least ?? 0) > 0),
  );
  if (missing.length === 0) return;
  const blocks = missing.filter(({ form }) => form === 'block');
  const attributes = missing.filter(({ form }) => form !== 'block');
  reportMissing(context, owner, attributes, place, 'argument');
  reportMissing(context, owner, blocks, place, 'block');
}

function reportMissing(
  context: CheckContext,
  owner: HclBlock,
  items: readonly Item[],
  place: Place,
  what: 'argument' | 'block',
): void {
  if (items.length === 0) return;
  const names = items.map(({ name }) => `"${name}"`);
  const isCall =
    owner.type.value === 'module' && place.parents.length === 1 && !(items.length === 1 && items[0]?.name === 'source');
  const type = place.parents.length === 1 ? owner.labels[0]?.value : undefined;
  const named = owner.type.value === 'resource' || owner.type.value === 'data' ? type : undefined;
  const subject = isCall ? 'The module needs' : `"${named ?? owner.type.value}" needs`;
  const message = `${subject} the ${what}${items.length > 1 ? 's' : ''} ${listed(names)}.`;
  const title = `Add ${listed(names, 3)}`;
  const edit = insertInBody(context.reading.hcl.text, owner, items);
  const fixes: Fix[] = edit ? [{ title, safety: 'suggestion', edits: [edit] }] : [];
  const problem = isCall ? 'module-input' : what === 'argument' ? 'missing-attribute' : 'missing-block';
  context.report(problem, 'error', message, { span: owner.header, node: place.node }, { kind: 'schema', fixes });
}
