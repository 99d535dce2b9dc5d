import type { CompletionItem } from '../../../model/editor.ts';
import { folderOf } from '../../../model/paths.ts';
import type { Span } from '../../../model/span.ts';
import type { Bound } from '../../../syntax/hcl/walk.ts';
import type { HclExpression, HclObject } from '../../../syntax/hcl.ts';
import type { TerraformReading } from '../read/reading.ts';
import { relativePath } from '../read/relative.ts';
import { isTypePosition } from '../read/visit.ts';
import type { Item, Type } from '../schema/body.ts';
import { constraintOf, TYPE_FUNCTIONS } from '../schema/constraint.ts';
import { RESOURCE_META } from '../schema/core-blocks.ts';
import { bodyAt, itemOf, type Setting } from '../schema/place.ts';
import { addressItems, boundMembers, functionItems, members, plainItems, rootItems } from './complete-reference.ts';
import { type CursorPlace, expressionPlace } from './cursor-place.ts';
import { fieldsIn, wantedAddresses } from './families.ts';

type ValuePlace = Extract<CursorPlace, { kind: 'value' }>;

/** Expressions: references, functions, words and texts that fit the argument. */
export function completeValue(reading: TerraformReading, place: ValuePlace, setting: Setting): CompletionItem[] {
  const { attribute, blocks, offset } = place;
  const { chain, bound } = expressionPlace(attribute.value, offset);
  const [innermost = attribute.value] = chain;
  if (isTypePosition(attribute, blocks)) return typeItems(wordSpan(innermost, offset));
  if (innermost.kind === 'template') return inText(reading, place, innermost, setting);
  if (isKeyOf(chain, offset)) return keyItems(reading, place, chain[1] as HclObject, chain.slice(1), setting);
  if (attribute.name.value === 'ignore_changes' && innermost.kind === 'reference')
    return offset <= innermost.root.span.end ? ignorable(innermost.root.span, blocks.slice(0, 1), setting) : [];
  const wanted = wantedAddresses(attribute.name.value, blocks, setting, reading);
  if (innermost.kind === 'reference' && wanted) return plainItems(wanted, innermost.span);
  if (innermost.kind === 'reference' && isProviderPlace(place, setting)) return providerItems(innermost.span, setting);
  if (innermost.kind === 'reference' && innermost.steps.length > 0) {
    const named = boundMembers(innermost, offset, { chain, blocks }, setting);
    return named ?? members(innermost, offset, blocks, setting, reading);
  }
  if (innermost.kind === 'literal') return [];
  const object = innermost.kind === 'object' ? innermost : undefined;
  if (object && isKeyPlace(reading, object, offset)) return keyItems(reading, place, object, chain, setting);
  if (wanted) return plainItems(wanted, wordSpan(innermost, offset));
  return atStart(reading, innermost, place, bound, setting);
}

/** A word in an object of which no more is written: its value is missing where it ends. */
function isKeyOf([innermost, around]: readonly HclExpression[], offset: number): boolean {
  const entry = around?.kind === 'object' ? around.entries.find(({ value }) => value === innermost) : undefined;
  return entry !== undefined && entry.separator.start === entry.separator.end && offset <= entry.key.span.end;
}

function isProviderPlace({ attribute, blocks }: ValuePlace, setting: Setting): boolean {
  const body = bodyAt(blocks, setting);
  return body !== undefined && itemOf(body, attribute.name.value)?.special === 'provider';
}

function atStart(
  reading: TerraformReading,
  innermost: HclExpression,
  { attribute, blocks, offset }: ValuePlace,
  bound: Bound | undefined,
  setting: Setting,
): CompletionItem[] {
  const span = wordSpan(innermost, offset);
  const name = attribute.name.value;
  const body = bodyAt(blocks, setting);
  const item = body && itemOf(body, name);
  const whole = innermost === attribute.value;
  if (isProviderPlace({ kind: 'value', attribute, blocks, offset }, setting)) return providerItems(span, setting);
  if (
    name === 'depends_on' ||
    name === 'replace_triggered_by' ||
    blocks[0]?.type.value === 'moved' ||
    blocks[0]?.type.value === 'import'
  ) {
    return addressItems(span, setting);
  }
  const words = whole ? wordsFor(item, span) : [];
  if (item?.special === 'reference' && item.values) return words;
  if (name === 'ignore_changes') return ignorable(span, blocks.slice(0, 1), setting);
  return [...words, ...rootItems(span, blocks, bound, setting, reading), ...functionItems(span, setting)];
}

/** The written part of a name; empty where nothing is written yet. */
function wordSpan(expression: HclExpression, offset: number): Span {
  return expression.kind === 'reference' && expression.root.span.end >= offset
    ? expression.root.span
    : { start: offset, end: offset };
}

function wordsFor(item: Item | undefined, span: Span): CompletionItem[] {
  const quoted = item?.special !== 'reference';
  const values = item?.values ?? (item?.type?.kind === 'bool' ? ['true', 'false'] : []);
  return values.map((value) => ({
    label: value,
    kind: 'enum',
    edit: { span, text: quoted && item?.type?.kind === 'string' ? `"${value}"` : value },
    rank: 1,
  }));
}

function ignorable(span: Span, blocks: ValuePlace['blocks'], setting: Setting): CompletionItem[] {
  const body = bodyAt(blocks, setting);
  const names = [...(body?.items.values() ?? [])]
    .filter(({ name, computed, hidden }) => !computed && !hidden && !RESOURCE_META().items.has(name))
    .map(({ name }) => name);
  return ['all', ...names].map((name) => ({ label: name, kind: 'property', edit: { span, text: name }, rank: 10 }));
}

function providerItems(span: Span, { module }: Setting): CompletionItem[] {
  const addresses = [...module.declared.keys()].filter((address) => address.startsWith('provider.'));
  const aliases = [...module.requiredProviders.values()].flatMap((required) => required.aliases);
  const written = [...addresses, ...aliases].map((address) => address.slice('provider.'.length));
  const names = [...new Set([...written, ...module.requiredProviders.keys()])];
  return names.map((name) => ({ label: name, kind: 'module', edit: { span, text: name }, rank: 10 }));
}

function typeItems(span: Span): CompletionItem[] {
  const simple = ['string', 'number', 'bool', 'any'].map(
    (name): CompletionItem => ({ label: name, kind: 'type', edit: { span, text: name }, rank: 10 }),
  );
  const snippets: Readonly<Record<string, string>> = {
    object: 'object({\n  ${1:name} = ${2:string}\n})',
    tuple: 'tuple([$1])',
    optional: 'optional(${1:string})',
  };
  const made = TYPE_FUNCTIONS.map(
    (name): CompletionItem => ({
      label: name,
      kind: 'type',
      edit: { span, text: snippets[name] ?? `${name}(\${1:string})` },
      snippet: true,
      rank: 20,
    }),
  );
  return [...simple, ...made];
}

/** Inside quotes: values that are known, and folders of modules. */
function inText(
  reading: TerraformReading,
  { attribute, blocks }: ValuePlace,
  template: Extract<HclExpression, { kind: 'template' }>,
  setting: Setting,
): CompletionItem[] {
  if (template.parts.some((part) => part.kind !== 'text')) return [];
  const span = template.inner;
  if (attribute.name.value === 'source' && CALLS.has(blocks.at(-1)?.type.value ?? ''))
    return folderItems(reading, span, setting, blocks.at(-1)?.type.value === 'stack');
  const body = bodyAt(blocks, setting);
  const values = (body && itemOf(body, attribute.name.value)?.values) ?? [];
  return values.map((value) => ({ label: value, kind: 'enum', edit: { span, text: value }, rank: 1 }));
}

const CALLS = new Set(['module', 'component', 'stack']);
const MODULES = /\.(tf|tofu)$/;
const STACKS = /\.(tfcomponent|tfstack)\.hcl$/;

/** Local modules or stacks of the project, as seen from this file. */
function folderItems(
  reading: TerraformReading,
  span: Span,
  { project, module }: Setting,
  isStack: boolean,
): CompletionItem[] {
  // A test names modules as seen from the one it tests.
  const own = reading.form.kind === 'test' ? module.folder : folderOf(reading.source.path);
  const folders = new Set(
    project
      .paths('terraform')
      .filter((path) => (isStack ? STACKS : MODULES).test(path))
      .map(folderOf),
  );
  folders.delete(own);
  return [...folders].map((folder) => {
    const text = relativePath(own, folder);
    return { label: text, kind: 'file', edit: { span, text }, rank: text.startsWith('./') ? 10 : 20 };
  });
}

/** The cursor stands where an object has its keys. */
function isKeyPlace({ hcl }: TerraformReading, object: HclObject, offset: number): boolean {
  const before = object.entries.findLast(({ span }) => span.end <= offset);
  const from = before?.span.end ?? object.span.start + 1;
  const between = hcl.text.slice(from, offset);
  return offset > object.span.start && (/[\n,]/.test(between) || (before === undefined && between.trim() === ''));
}

/** Keys that the type of the argument asks for. */
function keyItems(
  reading: TerraformReading,
  place: ValuePlace,
  object: HclObject,
  chain: readonly HclExpression[],
  setting: Setting,
): CompletionItem[] {
  const body = bodyAt(place.blocks, setting);
  const type = (body && itemOf(body, place.attribute.name.value)?.type) ?? defaultType(place);
  const isWhole = object === place.attribute.value;
  const given = isWhole ? fieldsIn(place.attribute.name.value, place.blocks, setting, reading) : undefined;
  const fields = given ?? (type && fieldsAt(type, chain.toReversed()));
  if (!fields) return [];
  const others = object.entries.filter(({ key }) => place.offset < key.span.start || key.span.end < place.offset);
  const set = new Set(others.map(({ name }) => name));
  const { start, end } = wordBefore(reading.hcl.text, place.offset);
  return [...fields].flatMap(([name, field]): CompletionItem[] =>
    set.has(name)
      ? []
      : [
          {
            label: name,
            kind: 'property',
            edit: { span: { start, end }, text: `${name} = ` },
            detail: field.type.kind,
            rank: field.optional ? 20 : 10,
          },
        ],
  );
}

function defaultType({ attribute, blocks }: ValuePlace): Type | undefined {
  if (attribute.name.value !== 'default' || blocks[0]?.type.value !== 'variable') return undefined;
  const type = blocks[0].body.items.find((item) => item.kind === 'attribute' && item.name.value === 'type');
  return type?.kind === 'attribute' ? constraintOf(type.value) : undefined;
}

function wordBefore(text: string, offset: number): Span {
  let start = offset;
  while (/[\w-]/.test(text.charAt(start - 1))) start--;
  return { start, end: offset };
}

/** Follows a type down the expressions around the cursor, from the outside. */
function fieldsAt(type: Type, outside: readonly HclExpression[]) {
  let at: Type = type;
  outside.forEach((expression, i) => {
    const inner = outside[i + 1];
    if (expression.kind === 'tuple' && (at.kind === 'list' || at.kind === 'set')) at = at.of;
    else if (expression.kind === 'object' && inner) {
      const name = expression.entries.find(({ value }) => value === inner)?.name;
      if (at.kind === 'map') at = at.of;
      else if (at.kind === 'object') at = at.fields().get(name ?? '')?.type ?? { kind: 'any' };
    }
  });
  return at.kind === 'object' ? at.fields() : undefined;
}
