import type { Fix } from '../../../model/finding.ts';
import { entryIn } from '../../../model/table.ts';
import { attributeOf, walkExpression } from '../../../syntax/hcl/walk.ts';
import { type HclAttribute, type HclBlock, type HclExpression, literalString } from '../../../syntax/hcl.ts';
import { isTypePosition, visitAttributes } from '../read/visit.ts';
import { type Body, type Type, typeText } from '../schema/body.ts';
import { constraintFaults, constraintOf } from '../schema/constraint.ts';
import { contradict, shortType } from '../schema/infer.ts';
import { bodyAt, itemOf, schemaOf } from '../schema/place.ts';
import { type CheckContext, replaceFix } from './context.ts';
import { mismatch } from './mismatch.ts';

/** Literal values against the types that the language, the provider or a variable asks for. */
export function checkValues(context: CheckContext): void {
  visitAttributes(context.reading, (attribute, blocks, node) => {
    if (isTypePosition(attribute, blocks)) checkConstraint(context, attribute, node);
    else {
      checkType(context, attribute, blocks, node);
      checkRepetition(context, attribute, blocks, node);
      checkInterpolation(context, attribute, node);
    }
  });
}

function checkConstraint(context: CheckContext, { value }: HclAttribute, node: string): void {
  const legacy = literalString(value);
  if (context.form.json) return;
  if (legacy !== undefined) {
    const type = entryIn(LEGACY, legacy) ?? (/^[\w({}, )=[\]]+$/.test(legacy) ? legacy : undefined);
    const fixes = type === undefined ? [] : [replaceFix(`Write ${type}`, value.span, type)];
    context.report(
      'legacy-type',
      'error',
      `A type is written without quotes${type === undefined ? '' : `: ${type}`}.`,
      { span: value.span, node },
      { fixes },
    );
    return;
  }
  for (const { expression, message } of constraintFaults(value)) {
    context.report('wrong-type', 'error', message, { span: expression.span, node });
  }
}

const LEGACY: Readonly<Record<string, string>> = { string: 'string', list: 'list(string)', map: 'map(string)' };

function checkType(context: CheckContext, attribute: HclAttribute, blocks: readonly HclBlock[], node: string): void {
  const wanted = wantedType(context, attribute, blocks);
  const found = wanted && mismatch(attribute.value, wanted);
  if (wanted && !found) checkInferred(context, attribute, wanted, node);
  if (!found || !wanted) return;
  const message = `"${attribute.name.value}" is ${article(found.wanted)}, and has ${found.given}.`;
  context.report(
    'wrong-type',
    'error',
    message,
    { span: found.span, node },
    { fixes: fixesFor(found.expression, found.wanted) },
  );
}

/** A reference or a call whose type is known and can never become the one that is wanted. */
function checkInferred(context: CheckContext, { name, value }: HclAttribute, wanted: Type, node: string): void {
  if (value.kind !== 'reference' && value.kind !== 'call' && value.kind !== 'access') return;
  const given = context.types.of(value);
  const text = shortType(given);
  if (text === undefined || !contradict(given, wanted)) return;
  const message = `"${name.value}" is ${article(wanted)}, and this is ${article(given, text)}.`;
  context.report('wrong-type', 'warning', message, { span: value.span, node });
}

function article(type: Type, text = typeText(type)): string {
  return `${/^[aeiou]/.test(text) ? 'an' : 'a'} ${text.length > 60 ? type.kind : text}`;
}

/** A single value where a list is wanted: put it in brackets. */
function fixesFor(expression: HclExpression, wanted: Type): Fix[] {
  const simple = expression.kind === 'template' || expression.kind === 'literal';
  if (!simple || (wanted.kind !== 'list' && wanted.kind !== 'set')) return [];
  const { start, end } = expression.span;
  return [
    {
      title: 'Put the value in brackets',
      safety: 'confirm',
      edits: [
        { span: { start, end: start }, text: '[' },
        { span: { start: end, end }, text: ']' },
      ],
    },
  ];
}

function wantedType(context: CheckContext, attribute: HclAttribute, blocks: readonly HclBlock[]): Type | undefined {
  const name = attribute.name.value;
  const [top] = blocks;
  if (!top) return undefined;
  if (name === 'default' && top.type.value === 'variable' && blocks.length === 1)
    return constraintOf(typeOf(context, top));
  const item = itemFor(context, name, blocks);
  if (!item || item.form === 'block' || item.special !== undefined) return undefined;
  return item.type;
}

/** The type a variable has in the end: an override file may give it another one. */
function typeOf({ module, form }: CheckContext, block: HclBlock): HclExpression | undefined {
  const own = attributeOf(block.body, 'type')?.value;
  if (form.kind !== 'configuration' || form.override) return own;
  const overriding = (module.declared.get(`var.${block.labels[0]?.value ?? ''}`) ?? []).findLast(
    ({ reading, block: other }) => reading.form.override && attributeOf(other.body, 'type'),
  );
  return overriding ? attributeOf(overriding.block.body, 'type')?.value : own;
}

function itemFor(context: CheckContext, name: string, blocks: readonly HclBlock[]) {
  const known = bodies.get(blocks) ?? { body: bodyFor(context, blocks) };
  bodies.set(blocks, known);
  return known.body && itemOf(known.body, name);
}

/** By the list of blocks around: a walk makes one for each block, and never the same again. */
const bodies = new WeakMap<readonly HclBlock[], { readonly body: Body | undefined }>();

function bodyFor(context: CheckContext, blocks: readonly HclBlock[]): Body | undefined {
  const [top] = blocks;
  const type = top?.labels[0]?.value;
  const isProvided = top?.type.value === 'resource' || top?.type.value === 'data';
  if (top && type !== undefined && isProvided && schemaOf(top, type, context).uncertain) return undefined;
  return bodyAt(blocks, context);
}

/** `count` and `for_each`. */
function checkRepetition(
  context: CheckContext,
  { name, value }: HclAttribute,
  blocks: readonly HclBlock[],
  node: string,
): void {
  const owner = blocks.at(-1)?.type.value ?? '';
  if (name.value === 'for_each' && blocks.length === 1 && REPEATED.has(owner) && blocks[0]) {
    if (attributeOf(blocks[0].body, 'count')) {
      const message = 'A block has "count" or "for_each", not both.';
      context.report('for-each-type', 'error', message, { span: name.span, node });
    }
  }
  const isRepetition = (name.value === 'count' || name.value === 'for_each') && blocks.length === 1;
  if (isRepetition && REPEATED.has(owner)) checkKnown(context, name.value, value, node);
  if (name.value === 'count' && blocks.length === 1 && REPEATED.has(owner)) {
    const found = mismatch(value, { kind: 'number' });
    if (found)
      context.report('wrong-type', 'error', `"count" is a number, and has ${found.given}.`, { span: value.span, node });
  }
  if (name.value !== 'for_each' || blocks.length !== 1 || !REPEATED.has(owner)) return;
  if (value.kind === 'tuple') {
    const { start, end } = value.span;
    const edits = [
      { span: { start, end: start }, text: 'toset(' },
      { span: { start: end, end }, text: ')' },
    ];
    const message = '"for_each" takes a map or a set of strings, not a list: copies are named, not numbered.';
    context.report(
      'for-each-type',
      'error',
      message,
      { span: value.span, node },
      { fixes: [{ title: 'Make it a set: toset([ … ])', safety: 'safe', edits }] },
    );
  } else if (value.kind === 'literal' || value.kind === 'template') {
    context.report('for-each-type', 'error', '"for_each" takes a map or a set of strings.', { span: value.span, node });
  } else checkEach(context, value, node);
}

/** A list by its type: the same as one that is written out. */
function checkEach(context: CheckContext, value: HclExpression, node: string): void {
  const type = value.kind === 'reference' || value.kind === 'call' ? context.types.of(value) : undefined;
  const isList = type?.kind === 'list' || type?.kind === 'tuple';
  if (!isList && type?.kind !== 'string' && type?.kind !== 'number' && type?.kind !== 'bool') return;
  const { start, end } = value.span;
  const edits = [
    { span: { start, end: start }, text: 'toset(' },
    { span: { start: end, end }, text: ')' },
  ];
  const fixes: Fix[] = isList ? [{ title: 'Make it a set: toset(…)', safety: 'suggestion', edits }] : [];
  const message = `"for_each" takes a map or a set of strings, and this is a ${shortType(type) ?? type.kind}.`;
  context.report('for-each-type', 'error', message, { span: value.span, node }, { fixes });
}

/** How many there are must be known before anything is made. */
function checkKnown(context: CheckContext, name: string, value: HclExpression, node: string): void {
  walkExpression(value, (expression) => {
    if (expression.kind !== 'call' || (expression.name.value !== 'timestamp' && expression.name.value !== 'uuid'))
      return;
    const message = `"${name}" must be known when a plan is made, and ${expression.name.value}() is not before it is applied.`;
    context.report('unknown-repetition', 'error', message, { span: expression.span, node });
  });
}

const REPEATED = new Set(['resource', 'data', 'module', 'ephemeral']);

/** `"${x}"` is `x`, and keeps its type. */
function checkInterpolation(context: CheckContext, { value }: HclAttribute, node: string): void {
  if (value.kind !== 'template' || value.style !== 'quoted' || value.parts.length !== 1 || context.form.json) return;
  const [only] = value.parts;
  if (only?.kind !== 'interpolation' || only.strip || only.expression.kind === 'missing') return;
  const { start, end } = only.expression.span;
  const text = context.reading.hcl.text.slice(start, end);
  if (text.includes('\n')) return;
  const fixes = [replaceFix(`Write ${text.length > 40 ? 'the expression' : text} without quotes`, value.span, text)];
  const message = 'The quotes and the "${ }" around a single expression do nothing but make it text.';
  context.report('redundant-interpolation', 'hint', message, { span: value.span, node }, { fixes });
}
