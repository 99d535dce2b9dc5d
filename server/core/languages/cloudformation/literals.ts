import { entryIn } from '../../model/table.ts';
import type { ScalarNode, TreeNode } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import { type CheckContext, finding } from './context.ts';
import { inside } from './intrinsic.ts';
import { bounds, type Place, wrongType } from './place.ts';
import type { CfnProperty, CfnType } from './schema.ts';
import { typeName } from './types.ts';

/** Above this length a pattern is not run: proven linear, but the text is not typed by hand any more. */
const LONGEST_MATCHED = 4096;

/** Checks a plain value against a scalar type. Dynamic references and text with `${` are silent. */
export function checkLiteral(
  context: CheckContext,
  place: Place,
  property: CfnProperty,
  type: CfnType,
  node: TreeNode,
): void {
  if (type === 'j' || type === 'a') return;
  if (node.kind !== 'scalar') {
    if (node.kind !== 'map' || !holdsFunction(node)) wrongType(context, place, typeName(type), node);
    return;
  }
  if (node.style === 'empty') {
    wrongType(context, place, typeName(type), node);
    return;
  }
  if (isDynamic(node.text)) return;
  if (!fits(type, node)) {
    if (context.template.unknownMacro) return;
    const article = type === 'i' ? 'an' : 'a';
    context.add(
      finding(
        'wrong-type',
        'error',
        `${place.path} wants ${article} ${typeName(type)}, and has "${shortened(node.text)}".`,
        { span: node.span, node: place.node },
      ),
    );
    return;
  }
  checkValueOf(context, place, property, type, node);
}

function checkValueOf(
  context: CheckContext,
  place: Place,
  property: CfnProperty,
  type: CfnType,
  node: ScalarNode,
): void {
  const { text } = node;
  const at = { span: node.span, node: place.node };
  const since = entryIn(property.gone, text);
  if (since !== undefined) {
    const message = `Since ${since} the service makes nothing new with ${place.path} ${text}: move to a newer one.`;
    context.add(finding('retired-value', 'warning', message, at));
    return;
  }
  if (property.en !== undefined && !property.en.some((value) => sameValue(String(value), text, type))) {
    const values = property.en.map(String);
    const near = closest(text, values) ?? values.find((value) => value.toLowerCase() === text.toLowerCase());
    const known = values.length > 8 ? `${values.slice(0, 8).join(', ')} …` : values.join(', ');
    const message = `${place.path} takes ${known}; "${shortened(text)}" is not among the values known here.${near ? ` Did you mean ${near}?` : ''}`;
    const fixes =
      near === undefined
        ? []
        : [{ title: `Change to ${near}`, safety: 'confirm' as const, edits: [{ span: inside(node), text: near }] }];
    context.add(finding('invalid-value', 'warning', message, at, { fixes }));
    return;
  }
  if (type === 's') checkText(context, place, property, node);
  const number = type === 'i' || type === 'n' ? Number(text) : undefined;
  if (number !== undefined && property.rg !== undefined && outside(number, property.rg)) {
    context.add(finding('range', 'warning', `${place.path} takes ${bounds(...property.rg)}, and has ${text}.`, at));
  }
}

function checkText(context: CheckContext, place: Place, property: CfnProperty, node: ScalarNode): void {
  const at = { span: node.span, node: place.node };
  if (property.ln !== undefined && outside(node.text.length, property.ln)) {
    context.add(
      finding(
        'length',
        'warning',
        `${place.path} takes ${bounds(...property.ln)} characters, and has ${node.text.length}.`,
        at,
      ),
    );
  } else if (property.p !== undefined && node.text.length <= LONGEST_MATCHED && !matches(property.p, node.text)) {
    context.add(
      finding(
        'pattern',
        'warning',
        `"${shortened(node.text)}" does not match what ${place.path} takes: ${shortened(property.p, 120)}`,
        at,
      ),
    );
  }
}

const compiled = new Map<string, RegExp>();

/** Patterns come from the bundled data, and only those proven safe when it was made. */
function matches(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(pattern, 'u');
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

function outside(value: number, [low, high]: readonly [number | null, number | null]): boolean {
  return (low !== null && value < low) || (high !== null && value > high);
}

/** What the service resolves at deployment. */
function isDynamic(text: string): boolean {
  return text.includes('{{resolve:') || text.includes('${');
}

function holdsFunction(node: TreeNode): boolean {
  return node.kind === 'map' && node.entries.some(({ key }) => key.kind === 'scalar' && key.text.startsWith('Fn::'));
}

const BOOLEANS = new Set(['true', 'false', 'yes', 'no', 'on', 'off']);

export function fits(type: CfnType, { text, style }: ScalarNode): boolean {
  if (type === 'b')
    return (
      BOOLEANS.has(text.toLowerCase()) &&
      (style === 'plain' || text.toLowerCase() === 'true' || text.toLowerCase() === 'false')
    );
  if (type === 'i') return /^[-+]?\d+(\.0+)?$/.test(text.trim());
  if (type === 'n') return text.trim() !== '' && Number.isFinite(Number(text));
  return true;
}

export function sameValue(allowed: string, written: string, type: CfnType): boolean {
  if (type === 'i' || type === 'n') return Number(allowed) === Number(written);
  return type === 'b' ? allowed.toLowerCase() === written.toLowerCase() : allowed === written;
}

function shortened(text: string, most = 60): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
