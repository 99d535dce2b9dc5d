import type { Resource } from '../model/fact.ts';
import type { Change } from '../model/plan.ts';
import { knownText } from '../model/value.ts';
import type { PlanInput, ToolChange, ToolPlan } from './input.ts';
import { say } from './phrase.ts';
import { settingText } from './setting.ts';
import { factsOf } from './source.ts';
import { stacksAround } from './stacks.ts';

/** What a tool says about the nodes of the file, instances of one declaration folded into one. */
export interface ToolEvidence {
  of(id: string): ToolChange | undefined;
  /** Changes of things no text declares, in the order of the plan. */
  readonly others: readonly ToolChange[];
  /** Whether the thing exists now; undefined when no tool says. */
  isRunning(id: string, resource: Resource): boolean | undefined;
}

export function toolEvidence(input: PlanInput, ids: ReadonlyMap<string, Resource>): ToolEvidence {
  const folded = new Map<string, ToolChange[]>();
  for (const change of input.toolPlan?.changes ?? []) {
    const id = ids.has(change.address) ? change.address : withoutKeys(change.address);
    folded.set(id, [...(folded.get(id) ?? []), change]);
  }
  const changes = new Map([...folded].map(([id, found]) => [id, fold(id, found)]));
  const calls = new Set(
    [input.green, input.blue].flatMap((unit) => (unit ? factsOf(unit, 'module-call') : [])).map(({ node }) => node),
  );
  return {
    of: (id) => changes.get(id) ?? withItsStack(id, ids, changes, input.toolPlan),
    // A stack that is looked into is what is in it.
    others: [...changes].filter(([id]) => !ids.has(id) && !calls.has(id)).map(([, change]) => change),
    isRunning: (id, resource) => runningIn(input, id, resource),
  };
}

/** One copy of several, by number or by name. */
export const GOES = say('an instance goes');
export const COMES = say('an instance comes');

/**
 * A change set lists changes only: what it does not name stays as it is, or comes and goes with the stack it is in. A Terraform plan
 * lists everything.
 */
function withItsStack(
  id: string,
  ids: ReadonlyMap<string, Resource>,
  changes: ReadonlyMap<string, ToolChange>,
  plan: ToolPlan | undefined,
): ToolChange | undefined {
  if (plan?.tool !== 'cloudformation' || !id.startsWith('Resources.')) return undefined;
  const type = ids.get(id)?.type.value ?? '';
  for (const stack of stacksAround(id)) {
    const change = changes.get(stack)?.change;
    if (change === 'add' || change === 'remove') return { address: id, type, change, paths: [] };
    if (plan.unseen?.includes(stack)) return undefined;
  }
  return { address: id, type, change: 'unchanged', paths: [] };
}

/** An address of Terraform without the keys of copies. */
export function withoutKeys(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]/g, '');
}

const STRENGTH: readonly ToolChange['change'][] = [
  'replace',
  'update-maybe-replace',
  'update',
  'remove',
  'add',
  'unchanged',
];

/** Instances of one declaration together: when only some come or go, the declaration is changed, and says which. */
function fold(id: string, found: readonly ToolChange[]): ToolChange {
  const [first] = found;
  if (first === undefined || found.length === 1)
    return { ...(first ?? { type: '', change: 'unchanged', paths: [] }), address: id };
  const kinds = new Set(found.map(({ change }) => change));
  const strongest = STRENGTH.find((kind) => kinds.has(kind)) ?? 'unchanged';
  const partly = kinds.size > 1 && (strongest === 'remove' || strongest === 'add');
  const moved = found.filter(({ change }) => partly && (change === 'remove' || change === 'add'));
  const instances = moved.map(({ address, change }) => ({
    path: address.slice(address.indexOf('[')),
    ...(change === 'remove' ? { before: address } : { after: address }),
    forcesReplacement: 'no' as const,
    via: change === 'remove' ? GOES : COMES,
  }));
  const paths = [...instances, ...found.flatMap((change) => change.paths)];
  const unique = paths.filter((path, at) => paths.findIndex((other) => other.path === path.path) === at);
  const safe = found.every((change) => change.change !== 'replace' || change.createBeforeDestroy);
  return {
    address: id,
    type: first.type,
    change: partly ? 'update' : strongest,
    ...(strongest === 'replace' && safe ? { createBeforeDestroy: true } : {}),
    paths: unique,
  };
}

function runningIn({ toolPlan, green }: PlanInput, id: string, resource: Resource): boolean | undefined {
  if (!toolPlan?.running) return undefined;
  const name = knownText(factsOf(green, 'unit')[0]?.name);
  const own = toolPlan.running.filter((item) => name === undefined || item.infrastructure === name);
  const server = settingText(resource, 'name');
  return own.some((item) =>
    item.kind === 'resource'
      ? id === `infrastructures.${item.name}`
      : resource.type.value === 'mac instance create' && item.name === server,
  );
}

/** Change of a node that only the list of running items knows. */
export function changeByRunning(running: boolean | undefined): Change | undefined {
  return running === undefined ? undefined : running ? 'unknown' : 'add';
}
