import { entryOf, type MapNode } from '../../model/tree.ts';
import { matchesWhole } from '../../syntax/safe-pattern.ts';
import { intrinsicOf } from './intrinsic.ts';
import { resolved, writtenScalar } from './template.ts';
import { isListType } from './types.ts';

/** Longest value of a parameter, in bytes (CloudFormation quotas). */
const LONGEST = 4096;

/** Why the declared parameter does not take this value, to be put after "The value"; undefined when nothing can be said against it. */
export function refusal(parameter: MapNode, type: string, value: string): string | undefined {
  // The value of an SSM parameter type is the name of the parameter; constraints are for what is stored there.
  if (type.startsWith('AWS::SSM::') || value.includes('{{resolve:')) return undefined;
  if (value.length > LONGEST) return `has ${value.length} characters, and a parameter takes ${LONGEST}`;
  const values = isListType(type) ? value.split(',').map((each) => each.trim()) : [value];
  // A list may be allowed as a whole.
  const whole = values.length > 1 && isListed(parameter, value);
  for (const each of values) {
    const why = (whole ? undefined : notAllowed(parameter, type, each)) ?? outOfBounds(parameter, type, each);
    if (why !== undefined) return why;
  }
  return undefined;
}

function isListed(parameter: MapNode, value: string): boolean {
  const allowed = resolved(entryOf(parameter, 'AllowedValues')?.value);
  return allowed?.kind === 'list' && allowed.items.some((item) => item.kind === 'scalar' && item.text === value);
}

function notAllowed(parameter: MapNode, type: string, value: string): string | undefined {
  const allowed = resolved(entryOf(parameter, 'AllowedValues')?.value);
  if (allowed?.kind === 'list') {
    const values = allowed.items.map((item) =>
      item.kind === 'scalar' && intrinsicOf(item) === undefined ? item.text : undefined,
    );
    if (values.every((each) => each !== undefined) && !values.some((each) => same(each, value, type)))
      return `"${value}" is not among the allowed values`;
  }
  const pattern = writtenScalar(entryOf(parameter, 'AllowedPattern')?.value)?.value;
  if (pattern === undefined || type === 'Number' || matchesWhole(pattern, value) !== false) return undefined;
  return `"${value}" does not match the AllowedPattern ${pattern}`;
}

function outOfBounds(parameter: MapNode, type: string, value: string): string | undefined {
  const number = Number(value);
  if (type === 'Number' || type === 'List<Number>') {
    if (value.trim() === '' || !Number.isFinite(number)) return `"${value}" is not a number`;
    if (type !== 'Number') return undefined;
    if (number < (numberAt(parameter, 'MinValue') ?? number)) return `${value} is below the MinValue`;
    return number > (numberAt(parameter, 'MaxValue') ?? number) ? `${value} is above the MaxValue` : undefined;
  }
  if (type !== 'String') return undefined;
  const [least, most] = [numberAt(parameter, 'MinLength'), numberAt(parameter, 'MaxLength')];
  if (least !== undefined && value.length < least) return `is shorter than the MinLength of ${least}`;
  return most !== undefined && value.length > most ? `is longer than the MaxLength of ${most}` : undefined;
}

function same(allowed: string, value: string, type: string): boolean {
  return (
    allowed === value ||
    (type === 'Number' && Number(allowed) === Number(value)) ||
    (/^(true|false|yes|no|on|off)$/i.test(value) && allowed.toLowerCase() === value.toLowerCase())
  );
}

/** A constraint that is a plain number. */
export function numberAt(parameter: MapNode, key: string): number | undefined {
  const node = entryOf(parameter, key)?.value;
  return node?.kind === 'scalar' && /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(node.text) ? Number(node.text) : undefined;
}
