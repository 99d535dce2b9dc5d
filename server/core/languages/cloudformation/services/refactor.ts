import type { Refactoring, RefactoringEdits } from '../../../model/editor.ts';
import type { Intent, NewValue } from '../../../model/intent.ts';
import type { Edit, Span } from '../../../model/span.ts';
import { entryOf, type ScalarNode } from '../../../model/tree.ts';
import type { DataSource } from '../../../schema/data.ts';
import { placeAt } from '../../../syntax/place.ts';
import { rewriteTree } from '../../../syntax/rewrite.ts';
import type { Surroundings } from '../../language.ts';
import { intrinsicOf } from '../intrinsic.ts';
import { memberAt } from '../members.ts';
import type { CfnReading } from '../reading.ts';
import { type CfnType, cfnSchema } from '../schema.ts';
import { resolved } from '../template.ts';
import { convertForm, convertNotation, isSound } from './convert.ts';
import { type Form, formEdits, functionsAt } from './function-forms.ts';
import { targetAt } from './navigate.ts';
import { extractCondition } from './refactor-condition.ts';
import { callAround, extractMapping, placesOfStack } from './refactor-literal.ts';
import { extractParameter, inlineParameter, isInlinable } from './refactor-parameter.ts';
import { otherReference, type Turned } from './refactor-reference.ts';
import { splitOffState } from './split.ts';
import { movedToNested, moveToNested } from './split-nested.ts';

/** One refactoring of this file, its edits made when they are wanted. */
interface Offer {
  readonly key: string;
  readonly title: string;
  readonly kind: Refactoring['kind'];
  readonly edits: () => readonly Edit[];
}

/** In a longer text edits are made only when somebody takes them: each reads the changed text again. */
const LONGEST_AT_ONCE = 50_000;

/** What can be done at the cursor beyond mending findings. */
export function refactorings(reading: CfnReading, range: Span, around: Surroundings): readonly Refactoring[] {
  const { start } = range;
  const here = pathAt(reading, start);
  return [
    ...offers(reading, start, around).flatMap((offer) => offered(reading, offer, start)),
    ...functionForms(reading, start),
    ...(here.length <= 1 ? ofDocument(reading) : []),
    ...splitOffState(reading, here, around),
    ...moveToNested(reading, range, around),
  ];
}

function offered({ source }: CfnReading, { key, title, kind, edits }: Offer, offset: number): readonly Refactoring[] {
  if (source.text.length > LONGEST_AT_ONCE) return [{ title, kind, edits: [], later: `${key}@${offset}` }];
  const made = edits();
  return made.length === 0 ? [] : [{ title, kind, edits: [{ path: source.path, edits: made }] }];
}

function offers(reading: CfnReading, offset: number, { data }: Surroundings): readonly Offer[] {
  const here = pathAt(reading, offset);
  const target = targetAt(reading, offset);
  const parameter = target?.kind === 'parameter' ? reading.names.parameters.get(target.name) : undefined;
  return [
    ...(here[0] === 'Resources' ? ofResource(reading, offset, here, data) : []),
    ...(parameter && isInlinable(reading, parameter)
      ? [
          {
            key: 'inline',
            title: `Inline the parameter ${parameter.name.value}: its default stands where it is used`,
            kind: 'refactor.inline' as const,
            edits: () => inlineParameter(reading, parameter),
          },
        ]
      : []),
    ...(here[0] === 'Conditions' ? partOfCondition(reading, offset) : []),
    ...otherReference(reading, offset, data).map(rewriting),
  ];
}

function rewriting({ title, edit }: Turned): Offer {
  return { key: title, title, kind: 'refactor.rewrite', edits: () => [edit] };
}

function pathAt({ tree }: CfnReading, offset: number): readonly string[] {
  const { role, node, path } = placeAt(tree, offset);
  return role === 'key' && node?.kind === 'scalar' ? [...path, node.text] : path;
}

/** Edits of what was offered with a key. */
export function refactored(reading: CfnReading, later: string, around: Surroundings): readonly RefactoringEdits[] {
  if (later === 'notation') return convertNotation(reading);
  const at = later.lastIndexOf('@');
  const [key, offset] = at < 0 ? [later, undefined] : [later.slice(0, at), Number(later.slice(at + 1))];
  const [, from, to] = /^nested@(\d+)-(\d+)$/.exec(later) ?? [];
  if (to !== undefined) return movedToNested(reading, { start: Number(from), end: Number(to) });
  if (key === 'short' || key === 'long') return convertForm(reading, key, offset);
  const offer = offset === undefined ? undefined : offers(reading, offset, around).find((each) => each.key === key);
  const edits = offer?.edits() ?? [];
  return edits.length === 0 ? [] : [{ path: reading.source.path, edits }];
}

function ofResource(
  reading: CfnReading,
  offset: number,
  [, id = '', attribute, ...rest]: readonly string[],
  data: DataSource,
): Offer[] {
  const { role, node } = placeAt(reading.tree, offset);
  const type = reading.names.resources.get(id)?.type?.value;
  const written = role === 'value' && node?.kind === 'scalar' && node.style !== 'empty';
  const literal = written && attribute === 'Properties' ? ofLiteral(reading, node, { id, type, path: rest }, data) : [];
  const missing = type === undefined ? [] : missingRequired(reading, id, type, data);
  if (missing.length === 0) return literal;
  const title = 'Add the required properties';
  const edits = (): readonly Edit[] => addProperties(reading, id, missing);
  return [...literal, { key: 'required', title, kind: 'refactor.rewrite', edits }];
}

/** A value that is written in: where it comes from instead. */
function ofLiteral(
  reading: CfnReading,
  literal: ScalarNode,
  { id, type, path }: { readonly id: string; readonly type: string | undefined; readonly path: readonly string[] },
  data: DataSource,
): Offer[] {
  const call = callAround(reading, literal);
  if (call === 'fixed') return [];
  const places = placesOfStack(reading, literal, call).map(rewriting);
  if (literal.text.includes('\n') || call?.name === 'Sub' || literal.tag !== undefined) return places;
  const member = type === undefined ? undefined : memberAt(cfnSchema(data), type, path);
  const name = path.findLast((step) => !/^\d+$/.test(step)) ?? 'Value';
  const extract = (what: string, edits: Offer['edits']): Offer => ({
    key: what,
    title: `Extract to a ${what}`,
    kind: 'refactor.extract',
    edits,
  });
  return [
    extract('parameter', () => extractParameter(reading, literal, path.at(-1) ?? 'Value', id, member?.type)),
    extract('mapping', () => extractMapping(reading, literal, name, id)),
    ...places,
  ];
}

function partOfCondition(reading: CfnReading, offset: number): Offer[] {
  const part = extractCondition(reading, offset);
  if (part === undefined) return [];
  return [
    { key: 'condition', title: `Extract to the condition ${part.name}`, kind: 'refactor.extract', edits: part.edits },
  ];
}

/** The function around the cursor, with all that stands in it, in the other form. */
function functionForms({ tree, template }: CfnReading, offset: number): Refactoring[] {
  const place = template.root && tree.notation === 'yaml' ? functionsAt(template.root, offset).at(-1) : undefined;
  const call = place && intrinsicOf(place.node);
  if (place === undefined || call === undefined || tree.tier !== 'fast') return [];
  const form: Form = call.form === 'short' ? 'long' : 'short';
  if (formEdits(tree.text, place, form, 2).length === 0) return [];
  const name = form === 'short' ? `!${call.name}` : call.name === 'Ref' ? 'Ref' : `Fn::${call.name}`;
  const title = `Write the function in its ${form} form (${name})`;
  return [{ title, kind: 'refactor.rewrite', edits: [], later: `${form}@${offset}` }];
}

/** Offered at sections, where nothing smaller is meant. */
function ofDocument({ tree, template, source }: CfnReading): Refactoring[] {
  if (template.root === undefined || !isSound(tree)) return [];
  const json = tree.notation === 'json';
  const lost = json ? 0 : tree.comments.length;
  const convert = json ? 'Convert to YAML' : `Convert to JSON${lost > 0 ? ` (without its ${lost} comments)` : ''}`;
  const later = (title: string, kind: Refactoring['kind'], key: string): Refactoring => ({
    title,
    kind,
    edits: [],
    later: key,
  });
  const file = !source.path.startsWith('untitled:');
  const forms = (['short', 'long'] as const).map((form) =>
    later(`Write all functions in their ${form} form`, 'refactor.rewrite', form),
  );
  return [...(file ? [later(convert, 'refactor.rewrite.notation', 'notation')] : []), ...(json ? [] : forms)];
}

/** What must be there and is not, with an empty value of its type. */
function missingRequired(
  reading: CfnReading,
  id: string,
  type: string,
  data: DataSource,
): (readonly [string, NewValue])[] {
  const { properties, body } = reading.names.resources.get(id) ?? {};
  const entry = entryOf(resolved(body), 'Properties');
  const held = resolved(properties);
  const open = entry === undefined || held?.kind === 'map' || (held?.kind === 'scalar' && held.style === 'empty');
  if (!open || resolved(body)?.kind !== 'map') return [];
  return Object.entries(cfnSchema(data).resource(type)?.p ?? {})
    .filter(([name, property]) => property.q && entryOf(held, name) === undefined)
    .map(([name, property]) => [name, emptyOf(property.t)]);
}

function addProperties(
  { tree, names }: CfnReading,
  id: string,
  map: readonly (readonly [string, NewValue])[],
): readonly Edit[] {
  const { properties, body } = names.resources.get(id) ?? {};
  const held = resolved(properties);
  if (held?.kind === 'map')
    return rewriteTree(
      tree,
      map.map(([key, value]): Intent => ({ kind: 'insertKey', map: held.span, key, value })),
    );
  const entry = entryOf(resolved(body), 'Properties');
  const remove: Intent[] = entry ? [{ kind: 'removeEntry', at: entry.span }] : [];
  const all: Intent = {
    kind: 'insertKey',
    map: resolved(body)?.span ?? NOWHERE,
    key: 'Properties',
    value: { map },
    after: 'Type',
  };
  return rewriteTree(tree, [...remove, all]);
}

const NOWHERE: Span = { start: 0, end: 0 };

function emptyOf(type: CfnType): NewValue {
  if (typeof type === 'string') return type === 'b' ? false : type === 'i' || type === 'n' ? 0 : '';
  return type[0] === 'l' ? { list: [] } : { map: [] };
}
