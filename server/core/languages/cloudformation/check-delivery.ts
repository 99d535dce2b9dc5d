import { entryOf, keyText, type MapNode, type TreeNode } from '../../model/tree.ts';
import { intrinsicOf } from './intrinsic.ts';
import { literalOf, plainItems } from './plain.ts';
import { mapsAt, type Say } from './relations.ts';
import { isOpen, resolved } from './template.ts';

/** Stages and artifacts ("CodePipeline pipeline structure reference"): sources stand in the first stage, and nowhere else. */
export function checkPipeline(properties: MapNode, say: Say): void {
  const header = entryOf(properties, 'Stages');
  const stages = plainItems(header);
  if (header === undefined || stages === undefined || isOpen(properties)) return;
  if (stages.length < 2) say(header.key, 'A pipeline has two stages or more.');
  const made = new Set<string>();
  let open = false;
  for (const [at, stage] of stages.entries()) {
    const actions = plainItems(entryOf(stage, 'Actions'));
    if (actions === undefined) return;
    for (const action of actions) {
      checkCategory(action, at, say);
      // Actions of one stage may run one after the other.
      const outputs = artifacts(action, 'OutputArtifacts');
      if (outputs.includes(undefined)) open = true;
      for (const name of outputs) if (name !== undefined) made.add(name.text);
    }
    if (open) continue;
    for (const input of actions.flatMap((action) => artifacts(action, 'InputArtifacts')))
      if (input !== undefined && !made.has(input.text))
        say(input.node, `No action up to here makes the artifact ${input.text}.`);
  }
}

function checkCategory(action: TreeNode, stage: number, say: Say): void {
  const type = entryOf(resolved(entryOf(action, 'ActionTypeId')?.value), 'Category');
  const category = literalOf(type?.value);
  if (type === undefined || category === undefined) return;
  if (stage === 0 && category !== 'Source') say(type.value, 'The first stage has actions of the category Source only.');
  if (stage > 0 && category === 'Source') say(type.value, 'Actions of the category Source stand in the first stage.');
  const inputs = entryOf(action, 'InputArtifacts');
  const outputs = entryOf(action, 'OutputArtifacts');
  if (inputs && /^(Source|Approval)$/.test(category) && plainItems(inputs)?.length)
    say(inputs.key, `An action of the category ${category} takes no artifact.`);
  if (outputs && category === 'Approval' && plainItems(outputs)?.length)
    say(outputs.key, 'An approval makes no artifact.');
}

/** Undefined stands for names that are not written out. */
function artifacts(action: TreeNode, key: string): ({ readonly text: string; readonly node: TreeNode } | undefined)[] {
  const entry = entryOf(action, key);
  if (entry === undefined) return [];
  const items = plainItems(entry);
  if (items === undefined) return [undefined];
  return items.map((item) => {
    const name = entryOf(item, 'Name')?.value;
    const text = literalOf(name);
    return name === undefined || text === undefined ? undefined : { text, node: name };
  });
}

const STATES = ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'];

/** A machine that is written as a map (Amazon States Language): where it begins, and where each state leads. */
export function checkStates(properties: MapNode, say: Say): void {
  for (const machine of mapsAt(properties, 'Definition')) checkMachine(machine, say, 0);
}

function checkMachine(machine: MapNode, say: Say, depth: number): void {
  const header = entryOf(machine, 'States');
  const states = resolved(header?.value);
  if (header === undefined || states?.kind !== 'map' || isOpen(machine) || isOpen(states) || depth > 20) return;
  if (intrinsicOf(states) !== undefined) return;
  const names = states.entries.map((entry) => keyText(entry) ?? '');
  if (names.some((name) => name.includes('${'))) return;
  const leads = (key: string, at: TreeNode | undefined) => {
    const entry = entryOf(at, key);
    const name = literalOf(entry?.value);
    if (entry && name !== undefined && !names.includes(name)) say(entry.value, `There is no state ${name} here.`);
  };
  if (entryOf(machine, 'StartAt') === undefined)
    say(header.key, 'A state machine needs StartAt: the state it begins with.');
  leads('StartAt', machine);
  for (const { key, value } of states.entries) {
    const state = resolved(value);
    if (state?.kind !== 'map' || isOpen(state) || intrinsicOf(state) !== undefined) continue;
    for (const at of [state, ...mapsAt(state, 'Choices'), ...mapsAt(state, 'Catch')]) leads('Next', at);
    leads('Default', state);
    checkState(state, key, say);
    for (const inner of ['Branches', 'Iterator', 'ItemProcessor'].flatMap((part) => mapsAt(state, part)))
      checkMachine(inner, say, depth + 1);
  }
}

function checkState(state: MapNode, header: TreeNode, say: Say): void {
  const type = entryOf(state, 'Type');
  const text = literalOf(type?.value);
  if (type === undefined) say(header, 'A state needs a Type.');
  if (type === undefined || text === undefined) return;
  if (!STATES.includes(text)) say(type.value, `A state is one of ${STATES.join(', ')}.`);
  else if (!/^(Choice|Succeed|Fail)$/.test(text) && !entryOf(state, 'Next') && !entryOf(state, 'End'))
    say(header, 'A state leads to the Next one, or is the End.');
}
