import type { CompletionItem } from '../../../model/editor.ts';
import { entryOf, type TreeNode } from '../../../model/tree.ts';
import type { TreePlace } from '../../../syntax/place.ts';
import type { Project } from '../../language.ts';
import { templateFor } from '../check-parameter-file.ts';
import type { CfnReading } from '../reading.ts';
import { overrideBefore } from '../sam-config.ts';
import { type Named, resolved } from '../template.ts';
import { parameterType } from '../types.ts';
import { type ItemStyle, keyItem, plain } from './items.ts';

/** Names of parameters that are not given yet, and what each may be, in a file of values for a template. */
export function parameterFileItems(
  reading: CfnReading,
  place: TreePlace,
  style: ItemStyle,
  project: Project,
): CompletionItem[] {
  const file = reading.parameterFile;
  const template = file && templateFor(reading.source.path, file, project);
  if (file === undefined || template === undefined) return [];
  const { path, role, span } = place;
  const value = { span, json: style.json, quoted: style.quoted };
  const given = new Set(file.values.filter(({ name }) => !holds(name.span, span.start)).map(({ name }) => name.value));
  const open = [...template.names.parameters.values()].filter(({ name }) => !given.has(name.value));
  const inMap = path.length === 1 && /^parameters$/i.test(path[0] ?? '');
  if (role === 'key')
    return inMap ? open.map((named, rank) => keyItem(named.name.value, wordsOf(named), span, style, rank)) : [];
  if (path.at(-1) === 'ParameterKey')
    return open.flatMap((named) =>
      plain([named.name.value], 'variable', value).map((item) => ({ ...item, documentation: wordsOf(named) })),
    );
  const name = path.at(-1) === 'ParameterValue' ? besideValue(reading, span.start) : inMapValue(path);
  return plain(valuesOf(template, name), 'enum', value);
}

/** `Name=` and its values in the `parameter_overrides` of a `samconfig.toml`. */
export function samConfigItems(reading: CfnReading, offset: number, project: Project): CompletionItem[] {
  const file = reading.parameterFile;
  const word = overrideBefore(reading.source.text, offset);
  const template = file && word !== undefined ? templateFor(reading.source.path, file, project) : undefined;
  if (file === undefined || word === undefined || template === undefined) return [];
  const equals = word.indexOf('=');
  const span = { start: offset - (word.length - equals - 1), end: offset };
  if (equals >= 0)
    return valuesOf(template, word.slice(0, equals)).map((value) => ({
      label: value,
      kind: 'enum',
      edit: { span, text: value },
    }));
  const given = new Set(file.values.filter(({ name }) => name.span.end !== offset).map(({ name }) => name.value));
  const open = [...template.names.parameters.values()].filter(({ name }) => !given.has(name.value));
  return open.map((named, rank) => ({
    label: named.name.value,
    kind: 'variable',
    edit: { span: { start: offset - word.length, end: offset }, text: `${named.name.value}=` },
    documentation: wordsOf(named),
    rank,
    retrigger: true,
  }));
}

function valuesOf({ names }: CfnReading, name: string | undefined): string[] {
  const allowed = resolved(entryOf(resolved(names.parameters.get(name ?? '')?.body), 'AllowedValues')?.value);
  const items = allowed?.kind === 'list' ? allowed.items : [];
  return items.flatMap((item) => (item.kind === 'scalar' && item.text !== '' ? [item.text] : []));
}

function inMapValue(path: readonly string[]): string | undefined {
  return path.length === 2 && /^parameters$/i.test(path[0] ?? '') ? path[1] : undefined;
}

/** The `ParameterKey` of the pair around an offset. */
function besideValue({ tree }: CfnReading, offset: number): string | undefined {
  const root = tree.roots[0];
  const pair = root?.kind === 'list' ? root.items.find(({ span }) => holds(span, offset)) : undefined;
  const key: TreeNode | undefined = entryOf(pair, 'ParameterKey')?.value;
  return key?.kind === 'scalar' ? key.text : undefined;
}

function wordsOf({ body }: Named): string {
  const text = entryOf(resolved(body), 'Description')?.value;
  const type = parameterType(body) ?? 'parameter';
  return text?.kind === 'scalar' && text.text !== '' ? `${type}: ${text.text.replace(/[\\`*_[\]<>]/g, '\\$&')}` : type;
}

function holds({ start, end }: TreeNode['span'], offset: number): boolean {
  return start <= offset && offset <= end;
}
