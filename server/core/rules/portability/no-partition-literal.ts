import type { Resource } from '../../model/fact.ts';
import { type FactIndex, oncePerUnit } from '../../model/fact-index.ts';
import type { Intent } from '../../model/intent.ts';
import type { Span, Written } from '../../model/span.ts';
import type { ReferenceValue, Value } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-partition-literal',
  group: 'portability',
  title: 'ARN with a fixed partition',
  why: 'Not usable in GovCloud or China: the same template cannot make a copy there.',
  severity: 'info',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-tech'],
  since: '0.1.0',
  fix: 'safe',
  guards: [
    'Once per file: one finding, and its fix changes every ARN that it can.',
    'Files that are examples or tests pass.',
    'An ARN whose partition is a reference passes.',
  ],
  peers: {
    'cfn-lint': ['I3042'],
    tflint: ['aws_iam_policy_gov_friendly_arns', 'aws_iam_role_policy_gov_friendly_arns'],
  },
  looksAt: 'resource',

  check(resource, facts) {
    // The first place speaks for the whole file.
    const found = placesIn(facts);
    const [first] = found;
    if (first?.resource !== resource || facts.inContext(resource, 'example', 'test')) return [];
    const intents = found.flatMap((each) => intentFor(each.resource, each.place, facts));
    const more = found.length === 1 ? '' : ` There are ${found.length} such ARNs in this file.`;
    const message = `The ARN says partition \`aws\`, so the file works neither in GovCloud nor in China. Take the partition from where it runs.${more}`;
    if (intents.length < found.length) return [{ span: first.place.span, message }];
    const fix = { title: 'Take the partition from where it runs', safety: 'safe' as const, intents };
    return [{ span: first.place.span, message, fixes: [fix] }];
  },
});

/** Of everything that the file itself declares. */
const placesIn = oncePerUnit((facts) =>
  facts
    .all('resource')
    .filter(({ readOnly, file }) => readOnly !== true && file === undefined)
    .flatMap((resource) => fixedIn(resource.settings).map((place) => ({ resource, place }))),
);

interface Place {
  readonly span: Span;
  /** The word `aws`, where the text around it takes references. */
  readonly within?: Span;
  /** The whole text, where it is a literal. */
  readonly text?: string;
}

const FIXED = /^arn:aws:[\w-]+:/;

function fixedIn(value: Value, found: Place[] = []): readonly Place[] {
  if (value.kind === 'scalar' && typeof value.value === 'string' && FIXED.test(value.value))
    found.push(value.filled === true ? inFilled(value.span, value.value) : { span: value.span, text: value.value });
  if (value.kind === 'unknown') {
    const [first] = value.parts ?? [];
    if (first !== undefined && 'value' in first && FIXED.test(first.value)) {
      const start = startOf(first, value.parts?.[1]);
      const aws = start === undefined ? undefined : { start: start + 'arn:'.length, end: start + 'arn:aws'.length };
      found.push({ span: value.span, ...(aws === undefined ? {} : { within: aws }) });
    }
  }
  if (value.kind === 'list') for (const item of value.items) fixedIn(item, found);
  if (value.kind === 'map') for (const entry of value.entries) fixedIn(entry.value, found);
  return found;
}

/** A text that is filled in already takes one more hole. */
function inFilled(span: Span, text: string): Place {
  const extra = span.end - span.start - text.length;
  const start = extra === 0 ? span.start : extra === 2 ? span.start + 1 : undefined;
  return start === undefined
    ? { span }
    : { span, within: { start: start + 'arn:'.length, end: start + 'arn:aws'.length } };
}

/** Where the text of the first part begins: its span may be that of the whole text, quotes included. */
function startOf(first: Written, next: Written | ReferenceValue | undefined): number | undefined {
  const { start, end } = first.span;
  if (end - start === first.value.length) return start;
  const before = next === undefined ? -1 : next.span.start - first.value.length;
  return before === start || before === start + 1 ? before : undefined;
}

function intentFor(resource: Resource, { span, within: at, text }: Place, facts: FactIndex): Intent[] {
  if (text !== undefined) return resource.type.value.includes('::') ? substituted(span, text, facts) : [];
  if (at === undefined) return [];
  if (resource.type.value.includes('::')) return [{ kind: 'replaceText', at, text: PSEUDO }];
  const known = facts.all('resource').find(({ type, readOnly }) => type.value === 'aws_partition' && readOnly === true);
  return known === undefined ? [] : [{ kind: 'replaceText', at, text: `\${${known.node}.partition}` }];
}

/** A plain text of a template becomes one that is filled in. */
function substituted(at: Span, text: string, facts: FactIndex): Intent[] {
  const whole = text.replace(/^arn:aws:/, `arn:${PSEUDO}:`);
  if (/["'\\\r\n]|\$\{/.test(text)) return [];
  const json = facts.unit?.written?.notation === 'json';
  return [{ kind: 'replaceText', at, text: json ? `{ "Fn::Sub": "${whole}" }` : `!Sub '${whole}'` }];
}

const PSEUDO = ['$', '{AWS::Partition}'].join('');
