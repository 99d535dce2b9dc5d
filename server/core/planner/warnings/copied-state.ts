import type { ModuleCall } from '../../model/fact.ts';
import { keepsUserData } from '../../model/kept-data.ts';
import { knownText, type Value } from '../../model/value.ts';
import type { Draft, DraftNode } from '../draft.ts';
import { COMES } from '../evidence.ts';
import { say } from '../phrase.ts';
import { factsOf } from '../source.ts';
import { firstById, type WarningDraft, warn } from './warning.ts';

/** Stores inside a module that is called once per colour or version (Terraform): each once, at the copy that exists. */
export function copiedState(draft: Draft): readonly WarningDraft[] {
  if (draft.input.green.language !== 'terraform' || draft.same) return [];
  return [...groupsOf(draft).values()].flatMap((copies) => {
    const live = copies.filter(({ live, change }) => live && change !== 'remove');
    const fresh = copies.filter((copy) => copy.change === 'add' || comes(copy));
    const gone = copies.filter(({ change }) => change === 'remove');
    const node = firstById(live) ?? firstById(fresh);
    if (!node) return [];
    const doubled = !draft.first && fresh.length > 0 && live.length + gone.length > 0;
    const fix = say(
      'move it with moved blocks into a module that is called once, and give its address to both colours; or, with removed and import blocks, into a root module of its own',
    );
    return [
      doubled
        ? warn(
            node,
            'state-in-versioned-unit',
            'blocker',
            say(
              'the module is copied per colour and creates this store again: green would start with an empty one, and removing blue destroys the other',
            ),
            fix,
          )
        : warn(
            node,
            'state-in-versioned-unit',
            'medium',
            say(
              'the store is part of a module that is called per colour: the next copy creates it again, and removing this one destroys it',
            ),
            fix,
          ),
    ];
  });
}

/** Copies of one declaration, by the source of the module and the path in it. */
function groupsOf({ input, nodes }: Draft): ReadonlyMap<string, readonly DraftNode[]> {
  const units = input.blue ? [input.green, input.blue] : [input.green];
  const calls = new Map(
    units
      .flatMap((unit) => factsOf(unit, 'module-call'))
      .toReversed()
      .map((call) => [call.node, call]),
  );
  const groups = new Map<string, DraftNode[]>();
  for (const call of calls.values()) {
    if (!isPerColour(call)) continue;
    const prefix = `${call.node}.`;
    const inside = nodes.filter(({ id, state }) => id.startsWith(prefix) && state !== 'forgotten');
    if (!inside.some(({ lifecycle }) => lifecycle.class === 'stateless')) continue;
    for (const node of inside) {
      const { type, name } = node.resource;
      if (!keepsUserData(type.value, name.value, node.lifecycle)) continue;
      const key = `${call.source.value} ${node.id.slice(prefix.length)}`;
      groups.set(key, [...(groups.get(key) ?? []), node]);
    }
  }
  return groups;
}

function comes({ changedPaths }: DraftNode): boolean {
  return changedPaths.some(({ via }) => via === COMES);
}

const IN_A_NAME = /(?:^|[_-])(?:blue|green|v\d+)(?:$|[_-])/i;
const WHOLE = /^(?:blue|green|v\d+)$/i;
const INPUT = /^(?:(?:active|deployment)_)?colou?r$/;

/** Told by its name, by the keys it is repeated over, or by an input that says a colour. */
function isPerColour({ name, settings }: ModuleCall): boolean {
  if (IN_A_NAME.test(name.value)) return true;
  return settings.entries.some(({ key, value }) => {
    if (key.value === 'for_each') return keysOf(value).some((text) => WHOLE.test(text));
    return INPUT.test(key.value) || WHOLE.test(knownText(value) ?? '');
  });
}

function keysOf(value: Value): readonly string[] {
  if (value.kind === 'reference') return value.known ? keysOf(value.known) : [];
  if (value.kind === 'map') return value.entries.map(({ key }) => key.value);
  return value.kind === 'list' ? value.items.flatMap((item) => knownText(item) ?? []) : [];
}
