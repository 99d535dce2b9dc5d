import type { TreeNode } from '../../../model/tree.ts';
import { argumentList, intrinsicOf, untagged } from '../intrinsic.ts';

/** What is known of the names and values that conditions are made of; undefined where it is not. */
export interface Known {
  holds(condition: string): boolean | undefined;
  text(node: TreeNode): string | undefined;
}

/** Whether the function of a condition is true; undefined where something in it is not known and decides. */
export function truthOf(node: TreeNode | undefined, known: Known, depth = 0): boolean | undefined {
  const call = node && intrinsicOf(node);
  if (call === undefined || depth > 50) return undefined;
  const parts = (): readonly (boolean | undefined)[] =>
    argumentList(call).map((argument) => truthOf(argument, known, depth + 1));
  switch (call.name) {
    case 'Condition': {
      const name = call.form === 'short' ? untagged(call.args) : call.args;
      return name.kind === 'scalar' ? known.holds(name.text) : undefined;
    }
    case 'Equals': {
      const [one, other] = argumentList(call).map((argument) => known.text(argument));
      return one === undefined || other === undefined ? undefined : one === other;
    }
    case 'Not': {
      const [part] = parts();
      return part === undefined ? undefined : !part;
    }
    case 'And':
      return decided(parts(), false);
    case 'Or':
      return decided(parts(), true);
    default:
      return undefined;
  }
}

/** One part of this value decides; without one, all of them have to be known. */
export function decided(parts: readonly (boolean | undefined)[], decisive: boolean): boolean | undefined {
  if (parts.includes(decisive)) return decisive;
  return parts.includes(undefined) ? undefined : !decisive;
}
