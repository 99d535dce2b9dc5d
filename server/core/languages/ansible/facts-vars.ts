import type { Fact, ModuleCall, Parameter, Resource } from '../../model/fact.ts';
import { entryOf, type TreeNode } from '../../model/tree.ts';
import { factsOfSettings } from '../../syntax/setting-facts.ts';
import { writtenText } from './model.ts';
import type { AnsibleReading } from './reading.ts';
import { mapOf, toValue } from './values.ts';

/** Variables of plays are their inputs: any of them can be given from outside. Secrets and addresses in them are stated as well. */
export function variableFacts({ plays }: AnsibleReading): Fact[] {
  return plays.flatMap(({ map, path }) => {
    const vars = entryOf(map, 'vars')?.value;
    return vars?.kind === 'map' ? [...parameters(vars, path), ...valuesIn(vars, path)] : [];
  });
}

type MapNode = Extract<TreeNode, { kind: 'map' }>;

function parameters({ entries }: MapNode, node: string): Parameter[] {
  return entries.flatMap(({ key, value }): Parameter[] =>
    key.kind === 'scalar'
      ? [
          {
            fact: 'parameter',
            node,
            span: key.span,
            name: { value: key.text, span: key.span },
            default: toValue(value),
          },
        ]
      : [],
  );
}

/** What the values say of themselves; the pseudo resource only carries them to the reader of settings. */
function valuesIn(vars: MapNode, node: string): Fact[] {
  const word = { value: 'vars', span: vars.span };
  const holder: Resource = {
    fact: 'resource',
    node,
    span: vars.span,
    name: word,
    type: word,
    settings: mapOf(vars.entries, vars.span),
    lifecycle: { class: 'config', confidence: 1, reasons: [] },
    header: vars.span,
  };
  return factsOfSettings(holder).filter(({ fact }) => fact === 'secret' || fact === 'endpoint');
}

/** Roles and collections that a requirements file brings in. */
export function requirementFacts({ kind, tree }: AnsibleReading): ModuleCall[] {
  const root = tree.roots[0];
  if (kind !== 'requirements' || root === undefined) return [];
  const lists = root.kind === 'map' ? ['roles', 'collections'].map((key) => entryOf(root, key)?.value) : [root];
  return lists.flatMap((list) => (list?.kind === 'list' ? list.items : [])).flatMap(requirement);
}

function requirement(item: TreeNode): ModuleCall[] {
  const map = item.kind === 'map' ? item : undefined;
  const source = map
    ? (entryOf(map, 'src') ?? entryOf(map, 'source') ?? entryOf(map, 'name') ?? entryOf(map, 'role'))?.value
    : item;
  const text = writtenText(source);
  const name = writtenText(map && entryOf(map, 'name')?.value) ?? text;
  if (text === undefined || name === undefined) return [];
  const settings = mapOf(map?.entries ?? [], item.span);
  return [{ fact: 'module-call', node: '', span: item.span, name, source: text, settings }];
}
