import type { Refactoring, RefactoringEdits } from '../../../model/editor.ts';
import type { Intent, NewValue } from '../../../model/intent.ts';
import type { Edit, Span } from '../../../model/span.ts';
import { entryOf, type ScalarNode } from '../../../model/tree.ts';
import type { DataSource } from '../../../schema/data.ts';
import { placeAt, type TreePlace } from '../../../syntax/place.ts';
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
import { extractParameter, inlineParameter } from './refactor-parameter.ts';
import { otherReference } from './refactor-reference.ts';
import { splitOffState } from './split.ts';

/** What can be done at the cursor beyond mending findings. */
export function refactorings(reading: CfnReading, range: Span, around: Surroundings): readonly Refactoring[] {
  const { data } = around;
  const place = placeAt(reading.tree, range.start);
  const here = place.role === 'key' && place.node?.kind === 'scalar' ? [...place.path, place.node.text] : place.path;
  const target = targetAt(reading, range.start);
  const parameter = target?.kind === 'parameter' ? reading.names.parameters.get(target.name) : undefined;
  return [
    ...(here[0] === 'Resources' ? ofResource(reading, place, here, data) : []),
    ...(parameter
      ? refactoring(
          reading,
          `Inline the parameter ${parameter.name.value}: its default stands where it is used`,
          'refactor.inline',
          inlineParameter(reading, parameter),
        )
      : []),
    ...partOfCondition(reading, here, range.start),
    ...otherReference(reading, range.start, data),
    ...functionForms(reading, range.start),
    ...(here.length <= 1 ? ofDocument(reading) : []),
    ...splitOffState(reading, here, around),
  ];
}

/** Edits of what was offered with a key. */
export function refactored(reading: CfnReading, later: string): readonly RefactoringEdits[] {
  if (later === 'notation') return convertNotation(reading);
  const [form, offset] = later.split('@');
  if (form !== 'short' && form !== 'long') return [];
  return convertForm(reading, form, offset === undefined ? undefined : Number(offset));
}

function ofResource(
  reading: CfnReading,
  place: TreePlace,
  [, id = '', attribute, ...rest]: readonly string[],
  data: DataSource,
): Refactoring[] {
  const type = reading.names.resources.get(id)?.type?.value;
  const found: Refactoring[] = [];
  const literal =
    place.role === 'value' && place.node?.kind === 'scalar' && place.node.style !== 'empty' ? place.node : undefined;
  if (literal && attribute === 'Properties') found.push(...ofLiteral(reading, literal, id, type, rest, data));
  const required = type === undefined ? [] : addRequired(reading, id, type, data);
  return [...found, ...refactoring(reading, 'Add the required properties', 'refactor.rewrite', required)];
}

function partOfCondition(reading: CfnReading, [section]: readonly string[], offset: number): Refactoring[] {
  const part = section === 'Conditions' ? extractCondition(reading, offset) : undefined;
  return part ? refactoring(reading, `Extract to the condition ${part.name}`, 'refactor.extract', part.edits) : [];
}

/** A value that is written in: where it comes from instead. */
function ofLiteral(
  reading: CfnReading,
  literal: ScalarNode,
  id: string,
  type: string | undefined,
  path: readonly string[],
  data: DataSource,
): Refactoring[] {
  const call = callAround(reading, literal);
  if (call === 'fixed') return [];
  const places = placesOfStack(reading, literal, call);
  if (literal.text.includes('\n') || call?.name === 'Sub' || literal.tag !== undefined) return places;
  const member = type === undefined ? undefined : memberAt(cfnSchema(data), type, path);
  const name = path.findLast((step) => !/^\d+$/.test(step)) ?? 'Value';
  const parameter = extractParameter(reading, literal, path.at(-1) ?? 'Value', id, member?.type);
  return [
    ...refactoring(reading, 'Extract to a parameter', 'refactor.extract', parameter),
    ...refactoring(reading, 'Extract to a mapping', 'refactor.extract', extractMapping(reading, literal, name, id)),
    ...places,
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

function refactoring(
  { source }: CfnReading,
  title: string,
  kind: Refactoring['kind'],
  edits: readonly Edit[],
): Refactoring[] {
  return edits.length === 0 ? [] : [{ title, kind, edits: [{ path: source.path, edits }] }];
}

/** Every property that must be there, with an empty value of its type to fill in. */
function addRequired(reading: CfnReading, id: string, type: string, data: DataSource): readonly Edit[] {
  const resource = reading.names.resources.get(id);
  const struct = cfnSchema(data).resource(type);
  const body = resolved(resource?.body);
  const properties = resolved(resource?.properties);
  if (struct === undefined || body?.kind !== 'map') return [];
  const missing = Object.entries(struct.p).filter(
    ([name, property]) => property.q && entryOf(properties, name) === undefined,
  );
  if (missing.length === 0) return [];
  const values = missing.map(([name, property]): readonly [string, NewValue] => [name, emptyOf(property.t)]);
  if (properties?.kind === 'map') {
    return rewriteTree(
      reading.tree,
      values.map(([key, value]): Intent => ({ kind: 'insertKey', map: properties.span, key, value })),
    );
  }
  const entry = entryOf(body, 'Properties');
  if (entry !== undefined && (properties?.kind !== 'scalar' || properties.style !== 'empty')) return [];
  const remove: Intent[] = entry ? [{ kind: 'removeEntry', at: entry.span }] : [];
  return rewriteTree(reading.tree, [
    ...remove,
    { kind: 'insertKey', map: body.span, key: 'Properties', value: { map: values }, after: 'Type' },
  ]);
}

function emptyOf(type: CfnType): NewValue {
  if (typeof type === 'string') return type === 'b' ? false : type === 'i' || type === 'n' ? 0 : '';
  return type[0] === 'l' ? { list: [] } : { map: [] };
}
