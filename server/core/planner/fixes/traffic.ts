import type { Resource } from '../../model/fact.ts';
import type { NewValue } from '../../model/intent.ts';
import type { Plan } from '../../model/plan.ts';
import { settingIntent } from '../../model/setting.ts';
import { entryIn } from '../../model/table.ts';
import { entryAt, literalText, type MapValue, type Value } from '../../model/value.ts';
import { type Phrase, say } from '../phrase.ts';
import { isListener, isTestRoute } from '../router.ts';
import { factsOf } from '../source.ts';
import { confirm, type Fix, type FixSource, settingEntry } from './fix.ts';

/** Clients may go to whichever colour the weights say, and are not cut off when they leave the other. */
export function gentle(resource: Resource): readonly Fix[] {
  const [block] = maps(settingEntry(resource, 'stickiness')?.value);
  const flag = attribute(resource, 'stickiness.enabled') ?? entryAt(block, 'enabled')?.value;
  const delay =
    attribute(resource, 'deregistration_delay.timeout_seconds') ?? settingEntry(resource, 'deregistrationdelay')?.value;
  return [
    ...replaced(flag, 'true', 'false', say('Switch stickiness off')),
    ...replaced(delay, '0', '300', say('Drain for 300 seconds')),
    ...classic(resource),
  ];
}

/** Classic load balancers do not drain until they are told to. */
function classic(resource: Resource): readonly Fix[] {
  const draining = {
    map: [
      ['Enabled', true],
      ['Timeout', 300],
    ],
  } as const;
  const wish: Readonly<Record<string, readonly [setting: string, value: NewValue]>> = {
    'AWS::ElasticLoadBalancing::LoadBalancer': ['ConnectionDrainingPolicy', draining],
    aws_elb: ['connection_draining', true],
  };
  const wanted = entryIn(wish, resource.type.value);
  const intent = wanted && settingIntent(resource, wanted[0], wanted[1]);
  return intent ? [confirm(say('Drain connections'), [intent])] : [];
}

function replaced(value: Value | undefined, from: string, text: string, title: Phrase): readonly Fix[] {
  if (value === undefined || literalText(value) !== from) return [];
  return [confirm(title, [{ kind: 'setScalar', at: value.span, text }])];
}

/** `TargetGroupAttributes: [{ Key, Value }]`. */
function attribute(resource: Resource, name: string): Value | undefined {
  const attributes = settingEntry(resource, 'targetgroupattributes')?.value;
  const pair = maps(attributes).find((item) => literalText(entryAt(item, 'Key')?.value) === name);
  return entryAt(pair, 'Value')?.value;
}

function maps(value: Value | undefined): readonly MapValue[] {
  if (value?.kind === 'map') return [value];
  return value?.kind === 'list' ? value.items.flatMap((item) => (item.kind === 'map' ? [item] : [])) : [];
}

/** How a schedule or trigger is made without firing, by type. */
const OFF: Readonly<Record<string, readonly [setting: string, value: string | boolean]>> = {
  'aws events put-rule': ['--state', 'DISABLED'],
  'aws scheduler create-schedule': ['--state', 'DISABLED'],
  'AWS::Events::Rule': ['State', 'DISABLED'],
  'AWS::Scheduler::Schedule': ['State', 'DISABLED'],
  aws_cloudwatch_event_rule: ['state', 'DISABLED'],
  aws_scheduler_schedule: ['state', 'DISABLED'],
};

/** Green's copy is switched on by hand, after blue's was switched off. */
export function startsDisabled(resource: Resource): readonly Fix[] {
  const off = entryIn(OFF, resource.type.value);
  const intent = off && settingIntent(resource, off[0], off[1]);
  return intent ? [confirm(say('Create it switched off, and switch it on after the cut-over'), [intent])] : [];
}

/** Ports of a test listener by the port it stands beside. */
const TEST_PORT: Readonly<Record<string, string>> = { '443': '8443', '80': '8080' };

/**
 * A second listener for the checks of green, on a port of its own: the text of the one that is switched, with another name and port.
 * Nothing where there is one already, or where the port is not written.
 */
export function testListener(plan: Plan, { unit, textOf }: FixSource): readonly Fix[] {
  const resources = factsOf(unit, 'resource').filter(({ type }) => isListener(type.value));
  if (resources.some((each) => isTestRoute(each))) return [];
  const switched = resources.filter(({ node }) => plan.cutOver.some((cut) => cut.node === node));
  const [listener] = switched;
  if (switched.length !== 1 || !listener || listener.conditional || listener.instances !== undefined) return [];
  const port = settingEntry(listener, 'port')?.value;
  const own = literalText(port);
  const other = own === undefined ? undefined : entryIn(TEST_PORT, own);
  if (!port || other === undefined) return [];
  const file = listener.file ?? listener.path;
  const copy = copyOf(listener, port, other, textOf(listener.span, file));
  if (copy === undefined) return [];
  const { end } = listener.span;
  const made = confirm(say('Add a test listener on port {0}, to verify green before the switch', other), [
    { kind: 'replaceText', at: { start: end, end }, text: copy(indentBefore(listener, textOf, file)) },
  ]);
  return [file === undefined ? made : { ...made, file }];
}

/** The block with its own name and port, to be put behind the original. */
function copyOf(
  { name, span, type }: Resource,
  port: Value,
  other: string,
  text: string,
): ((indent: string) => string) | undefined {
  const from = port.span.start - span.start;
  const to = port.span.end - span.start;
  const written = text.slice(from, to);
  const label = type.value.includes('::') ? `${name.value}Test` : `${name.value}_test`;
  if (from < 0 || to > text.length || !text.slice(0, from).includes(name.value)) return undefined;
  const head = text.slice(0, from);
  const at = head.lastIndexOf(name.value, type.value.includes('::') ? 2 : head.indexOf('{'));
  if (at < 0) return undefined;
  const renamed = head.slice(0, at) + label + head.slice(at + name.value.length);
  const block = renamed + written.replace(/\d+/, other) + text.slice(to);
  if (!type.value.includes('::')) return () => `\n\n${block}`;
  return (indent) => (block.startsWith('"') ? `,\n${indent}${block}` : `\n${indent}${block.trimEnd()}`);
}

function indentBefore({ span }: Resource, textOf: FixSource['textOf'], file: string | undefined): string {
  const before = textOf({ start: 0, end: span.start }, file);
  return /[^\n]*$/.exec(before)?.[0].replace(/\S.*$/, '') ?? '';
}
