import { folderOf, joinPath, nameOf } from '../../../model/paths.ts';
import { entryOf, type TreeEntry } from '../../../model/tree.ts';
import type { CfnReading } from '../reading.ts';
import { usesOf } from '../references.ts';
import type { Named, TemplateResource } from '../template.ts';
import { type Exported, exportName } from './split-uses.ts';

/**
 * Text of the template that the moved resources get, in the notation and with the line ends of the old one. Parameters, mappings and
 * conditions they use are copied.
 */
export function stateTemplate(
  reading: CfnReading,
  moved: readonly TemplateResource[],
  exported: readonly Exported[],
  path: string,
): string {
  const used = usedBy(reading, moved);
  const { parameters, mappings, conditions } = reading.template;
  const sections: readonly (readonly [string, readonly Named[]])[] = [
    ['Parameters', parameters.filter(({ name }) => used.has(`Parameters.${name.value}`))],
    ['Mappings', mappings.filter(({ name }) => used.has(`Mappings.${name.value}`))],
    ['Conditions', conditions.filter(({ name }) => used.has(`Conditions.${name.value}`))],
    ['Resources', moved],
  ];
  const filled = sections.filter(([, entries]) => entries.length > 0);
  const eol = reading.tree.text.includes('\r\n') ? '\r\n' : '\n';
  const text =
    reading.tree.notation === 'json' ? inJson(reading, filled, exported) : inYaml(reading, filled, exported, path);
  return text.replace(/\r?\n/g, eol);
}

/** Parameters, mappings and conditions of the moved resources, and those their conditions need: `Section.Name`. */
export function usedBy(reading: CfnReading, moved: readonly TemplateResource[]): ReadonlySet<string> {
  const used = new Set<string>();
  const queue = moved.map(({ name }) => `Resources.${name.value}`);
  for (let owner = queue.pop(); owner !== undefined; owner = queue.pop()) {
    for (const { namespace, name } of usesOf(reading, owner)) {
      const section =
        namespace === 'condition'
          ? 'Conditions'
          : namespace === 'mapping'
            ? 'Mappings'
            : namespace === 'value' && reading.names.parameters.has(name.value)
              ? 'Parameters'
              : undefined;
      const path = `${section}.${name.value}`;
      if (section === undefined || used.has(path)) continue;
      used.add(path);
      queue.push(path);
    }
  }
  return used;
}

type Section = readonly [name: string, entries: readonly Named[]];

function inYaml(
  reading: CfnReading,
  sections: readonly Section[],
  exported: readonly Exported[],
  path: string,
): string {
  const old = nameOf(reading.source.path);
  const made: string[] = [
    `# State of ${old}. First deploy that with DeletionPolicy Retain; then both change in one operation, with names of your stacks:\n`,
    '#   aws cloudformation create-stack-refactor --enable-stack-creation --stack-definitions \\\n',
    `#     StackName=<stack>,TemplateBody@=file://${old} StackName=<stack>-state,TemplateBody@=file://${nameOf(path)}\n`,
    ...noValues(sections),
    "AWSTemplateFormatVersion: '2010-09-09'\n",
  ];
  for (const [name, entries] of sections) {
    made.push(`${name}:\n`, ...entries.map(({ entry }) => blockOf(reading, entry)));
  }
  if (exported.length > 0) made.push('Outputs:\n');
  for (const { id, resource, attribute } of exported) {
    const value = attribute === undefined ? `!Ref ${resource}` : `!GetAtt ${resource}.${attribute}`;
    made.push(`  ${id}:\n    Value: ${value}\n`, `    Export:\n      Name: ${exportName(reading.source.path, id)}\n`);
  }
  return made.join('');
}

/** The operation has no place for values of parameters. */
function noValues(sections: readonly Section[]): readonly string[] {
  const parameters = sections.find(([name]) => name === 'Parameters')?.[1] ?? [];
  const open = parameters.filter(({ body }) => entryOf(body, 'Default') === undefined).map(({ name }) => name.value);
  if (open.length === 0) return [];
  return [
    `# It takes no values: create <stack>-state before, with ${open.join(', ')} and something small in it, and leave --enable-stack-creation out.\n`,
  ];
}

/** A path in the same folder with the same ending: `shop.yaml` → `shop-state.yaml`. */
export function besidePath(path: string, what: string): string {
  const [, title = '', ending = ''] = /^(.*?)(\.[^.]*)?$/.exec(nameOf(path)) ?? [];
  return joinPath(folderOf(path), `${title}-${what}${ending}`);
}

/** Lines of an entry, with the comments directly above it. */
export function blockOf({ tree: { text } }: CfnReading, { span, value }: TreeEntry): string {
  let start = text.lastIndexOf('\n', span.start - 1) + 1;
  for (let above = start; above > 0; ) {
    above = text.lastIndexOf('\n', above - 2) + 1;
    if (!/^[ \t]*#/.test(text.slice(above, start))) break;
    start = above;
  }
  const end = text.indexOf('\n', Math.max(span.end, value.span.end) - 1);
  return end < 0 ? `${text.slice(start)}\n` : text.slice(start, end + 1);
}

function inJson(reading: CfnReading, sections: readonly Section[], exported: readonly Exported[]): string {
  const { text } = reading.tree;
  const step = indentOf(reading);
  const old = nameOf(reading.source.path);
  const order = 'after DeletionPolicy Retain is deployed, create-stack-refactor moves them into a new stack';
  const parts = sections.map(([name, entries]) => {
    const blocks = entries.map(({ entry }) => `${step}${step}${text.slice(entry.span.start, entry.span.end)}`);
    return `${step}"${name}": {\n${blocks.join(',\n')}\n${step}}`;
  });
  const outputs = exported.map(({ id, resource, attribute }) => {
    const value = attribute === undefined ? { Ref: resource } : { 'Fn::GetAtt': [resource, attribute] };
    const name = exportName(reading.source.path, id);
    return `${step}${step}"${id}": ${JSON.stringify({ Value: value, Export: { Name: name } })}`;
  });
  return `{\n${[
    `${step}"AWSTemplateFormatVersion": "2010-09-09"`,
    `${step}"Description": ${JSON.stringify(`State of ${old}: ${order}`)}`,
    ...parts,
    ...(outputs.length > 0 ? [`${step}"Outputs": {\n${outputs.join(',\n')}\n${step}}`] : []),
  ].join(',\n')}\n}\n`;
}

/** What stands before the sections of a template in JSON. */
export function indentOf({ tree: { text }, template }: CfnReading): string {
  const at = template.sections[0]?.span.start ?? 0;
  return /\n([ \t]+)$/.exec(text.slice(0, at))?.[1] ?? '  ';
}
