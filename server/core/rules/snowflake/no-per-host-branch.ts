import type { Resource, Step } from '../../model/fact.ts';
import { type FactIndex, oncePerUnit } from '../../model/fact-index.ts';
import type { Written } from '../../model/span.ts';
import { entryAt, literalBoolean, literalText, type MapEntry, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-per-host-branch',
  group: 'snowflake',
  title: 'Behaviour is decided by host name',
  why: 'A branch on one host name is the definition of a snowflake: that host cannot be re-created under another name.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'ansible', 'terraform'],
  principles: ['BG-imm', 'IAC-ans'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'The first of a group, whichever host it is, passes, and so does a step that runs once.',
    'Membership of a group, and the machine that deploys, pass.',
    'A comparison with something that is only known at run time passes.',
    'Servers that differ in more than the name pass.',
    'Files that are tests or examples pass.',
  ],
  looksAt: ['step', 'resource'],

  check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'test', 'example')) return [];
    if (fact.fact === 'resource')
      return fact.type.value === 'mac instance create' ? twin(fact, facts) : inSettings(fact);
    const condition = entryAt(fact.keywords, 'when')?.value;
    return condition === undefined ? [] : inStep(fact, condition);
  },
});

const WHY =
  'That host cannot be made again under another name, and a green copy of it behaves differently. Let a role, a group or an input decide.';

function* inStep(step: Step, when: Value): Iterable<RuleFinding> {
  if (literalBoolean(entryAt(step.keywords, 'run_once')?.value) === true) return;
  for (const condition of when.kind === 'list' ? when.items : [when]) {
    const host = HOST.exec(
      literalText(condition) ?? (condition.kind === 'unknown' ? (condition.written ?? '') : ''),
    )?.[1];
    if (host === undefined || LOCAL.test(host)) continue;
    yield { span: condition.span, message: `The step runs only on the host \`${host}\`, told by its name. ${WHY}` };
  }
}

const HOST =
  /\b(?:inventory_hostname(?:_short)?|ansible_(?:hostname|fqdn|nodename)|ansible_facts(?:\.|\[')(?:hostname|fqdn|nodename)(?:'\])?)\s*(?:==|!=)\s*["']([\w.-]+)["']/;
const LOCAL = /^(?:localhost|127\.0\.0\.1)(?:\.|$)/;

/** `each.key == "web03" ? a : b`. */
function inSettings(resource: Resource): readonly RuleFinding[] {
  return hostsIn(resource.settings.entries).map(({ value: host, span }) => ({
    span,
    message: `A setting of \`${resource.name.value}\` depends on whether the copy is \`${host}\`. ${WHY}`,
  }));
}

/** Names of hosts that a choice between values is made by. */
function hostsIn(entries: readonly MapEntry[], found: Written[] = []): readonly Written[] {
  for (const { value } of entries) {
    if (value.kind === 'map') hostsIn(value.entries, found);
    if (value.kind !== 'unknown' || value.choice?.equals === undefined) continue;
    const { by, equals } = value.choice;
    if (
      /^(?:each\.(?:key|value)|self\.(?:hostname|name)|.*\.hostname)$/.test(by) &&
      /^[a-z][\w-]*\d[\w.-]*$/i.test(equals)
    )
      found.push({ value: equals, span: value.span });
  }
  return found;
}

/** A server that is written like another one, but for the number in its name. */
function twin(server: Resource, facts: FactIndex): readonly RuleFinding[] {
  const stem = stemOf(server);
  if (stem === undefined) return [];
  const original = firstByStem(facts).get(stem);
  if (original === undefined || original.first === server) return [];
  const { first } = original;
  original.shape ??= shapeOf(first.settings);
  if (original.shape !== shapeOf(server.settings)) return [];
  return [
    {
      span: server.header,
      message: `\`${server.name.value}\` is written like \`${first.name.value}\`: the two differ in nothing but their names. One entry with \`amount: 2\` makes copies that can replace each other.`,
      related: [{ message: `\`${first.name.value}\` is the same`, span: first.header }],
    },
  ];
}

/** The first server of each name without its number, and how it is written once that was asked for. */
const firstByStem = oncePerUnit((facts) => {
  const found = new Map<string, { readonly first: Resource; shape?: string }>();
  for (const resource of facts.all('resource')) {
    const stem = resource.type.value === 'mac instance create' ? stemOf(resource) : undefined;
    if (stem !== undefined && !found.has(stem)) found.set(stem, { first: resource });
  }
  return found;
});

function stemOf({ name }: Resource): string | undefined {
  return /^(.*?)[-_]?(?:\d{1,3}|one|two|three|a|b)$/.exec(name.value)?.[1] || undefined;
}

function shapeOf(value: Value): string {
  if (value.kind === 'scalar') return JSON.stringify(value.value);
  if (value.kind === 'list') return `[${value.items.map(shapeOf).join()}]`;
  if (value.kind === 'map')
    return `{${value.entries
      .map((entry) => `${entry.key.value}:${shapeOf(entry.value)}`)
      .sort()
      .join()}}`;
  return value.kind === 'reference' ? `<${value.target}.${value.attribute ?? ''}>` : `?${value.span.start}`;
}
