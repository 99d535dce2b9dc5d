import type { Hover, Location, Reference, Rename } from '../../../model/editor.ts';
import { nameOf } from '../../../model/paths.ts';
import { isSecretKey } from '../../../model/secret.ts';
import type { TreeNode } from '../../../model/tree.ts';
import type { Project } from '../../language.ts';
import type { AnsibleReading } from '../reading.ts';
import { type Definition, isName, TIERS } from '../variables/definitions.ts';
import { givenValue, type Placed, variableAt, variableOf } from '../variables/table.ts';

/** Where the variable under the cursor is given its value, the strongest first. */
export function variableDefinition(reading: AnsibleReading, offset: number, project: Project): readonly Location[] {
  const at = variableAt(reading, offset);
  if (at === undefined) return [];
  return ranked(variableOf(at.name, reading, project).definitions).map(
    ({ path, at: { name } }): Location => ({ path, span: name.span }),
  );
}

export function variableReferences(reading: AnsibleReading, offset: number, project: Project): readonly Reference[] {
  const at = variableAt(reading, offset);
  if (at === undefined) return [];
  const { definitions, uses } = variableOf(at.name, reading, project);
  return [
    ...definitions.map(({ path, at: { name } }): Reference => ({ path, span: name.span, role: 'definition' })),
    ...uses.map(({ path, at: span }): Reference => ({ path, span, role: 'read' })),
  ];
}

/** A name that nothing in the project defines cannot be renamed: its definition is elsewhere. */
export function renameableVariable(reading: AnsibleReading, offset: number, project: Project) {
  const at = variableAt(reading, offset);
  if (at === undefined || variableOf(at.name, reading, project).definitions.length === 0) return undefined;
  return at;
}

export function renameVariable(
  reading: AnsibleReading,
  offset: number,
  newName: string,
  project: Project,
): Rename | { readonly refused: string } | undefined {
  if (renameableVariable(reading, offset, project) === undefined) return undefined;
  if (!isName(newName)) return { refused: 'A variable has letters, digits and underscores, and begins with no digit.' };
  if (variableOf(newName, reading, project).definitions.length > 0)
    return { refused: `There is a variable ${newName} already.` };
  const byPath = new Map<string, { span: Reference['span']; text: string }[]>();
  for (const { path, span } of variableReferences(reading, offset, project))
    byPath.set(path, [...(byPath.get(path) ?? []), { span, text: newName }]);
  return { edits: [...byPath].map(([path, edits]) => ({ path, edits })) };
}

const MOST_SHOWN = 12;

/** Every value a variable may have, in the order in which Ansible lets one win over the other. */
export function variableHover(reading: AnsibleReading, offset: number, project: Project): Hover | undefined {
  const at = variableAt(reading, offset);
  if (at === undefined) return undefined;
  const definitions = ranked(variableOf(at.name, reading, project).definitions);
  if (definitions.length === 0) return undefined;
  const lines = definitions.slice(0, MOST_SHOWN).map((definition) => {
    const { path, at } = definition;
    const { tier, module, name } = at;
    const value = givenValue(definition, reading, project);
    const says = value
      ? ` = \`${isSecretKey(name.value) ? 'hidden' : shown(value)}\``
      : module
        ? ` from \`${module}\``
        : '';
    return `- ${tier}${says} · ${shortPath(path)}`;
  });
  const more = definitions.length > MOST_SHOWN ? [`- and ${definitions.length - MOST_SHOWN} more`] : [];
  const order = definitions.length > 1 ? ', the strongest first' : '';
  return { span: at.span, markdown: [`**${at.name}** · variable${order}`, '', ...lines, ...more].join('\n') };
}

function ranked(definitions: readonly Placed<Definition>[]): readonly Placed<Definition>[] {
  return definitions.toSorted((a, b) => TIERS.indexOf(b.at.tier) - TIERS.indexOf(a.at.tier));
}

function shortPath(path: string): string {
  return path
    .split('/')
    .slice(-4, -1)
    .concat(nameOf(path))
    .join('/')
    .replace(/[\\`*_[\]<>]/g, '\\$&');
}

/** A value on one line; what is encrypted stays so. */
function shown(node: TreeNode): string {
  if (node.tag?.value.includes('vault')) return 'encrypted';
  if (node.kind === 'scalar') return node.text.replaceAll('`', "'").replaceAll('\n', '⏎').slice(0, 80) || 'empty';
  if (node.kind === 'list') return `a list of ${node.items.length}`;
  return node.kind === 'map' ? `a mapping of ${node.entries.length}` : `*${node.name}`;
}
