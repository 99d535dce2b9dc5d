import type { Choice, Choices } from '../../../model/editor.ts';
import { folderOf, nameOf } from '../../../model/paths.ts';
import { entryOf, type TreeNode } from '../../../model/tree.ts';
import type { Project, Surroundings } from '../../language.ts';
import { templateFor } from '../check-parameter-file.ts';
import { argumentList, intrinsicOf } from '../intrinsic.ts';
import type { ParameterFile } from '../parameter-file.ts';
import type { CfnReading } from '../reading.ts';
import { resolved } from '../template.ts';

/** Parameters that decide what there is, and what files of the workspace give to parameters of the template. */
export function choices(reading: CfnReading, around?: Surroundings): Choices | undefined {
  if (reading.template.root === undefined || reading.parameterFile) return undefined;
  return { parameters: deciding(reading), given: around ? given(reading.source.path, around.project) : [] };
}

/** Files beside the template and one folder below. */
function given(template: string, project: Project): Choices['given'] {
  const folder = folderOf(template);
  const near = project
    .paths('cloudformation')
    .filter((path) => path !== template && [folderOf(path), folderOf(folderOf(path))].includes(folder));
  return near.flatMap((path) => {
    const file = (project.reading(path) as CfnReading | undefined)?.parameterFile;
    const isOf = file !== undefined && templateFor(path, file, project)?.source.path === template;
    return isOf ? [{ file: nameOf(path), values: valuesOf(file) }] : [];
  });
}

function valuesOf({ values }: ParameterFile): Readonly<Record<string, string>> {
  return Object.fromEntries(
    values.flatMap(({ name, value }) => {
      const text = textOf(value);
      return text === undefined ? [] : [[name.value, text]];
    }),
  );
}

/** Those that conditions and collections of loops read, with what each may be. */
function deciding(reading: CfnReading): readonly Choice[] {
  const { names, uses, template } = reading;
  const collections = template.loops.flatMap(({ entry }) =>
    entry.value.kind === 'list' ? (entry.value.items[1] ?? []) : [],
  );
  const decides = (offset: number): boolean =>
    collections.some(({ span }) => span.start <= offset && offset <= span.end);
  const reads = uses.filter(({ owner, name }) => owner.startsWith('Conditions.') || decides(name.span.start));
  const found = new Set(reads.map(({ name }) => name.value).filter((name) => names.parameters.has(name)));
  return [...found].map((name): Choice => {
    const body = resolved(names.parameters.get(name)?.body);
    const text = (node: TreeNode | undefined): string[] => (node?.kind === 'scalar' ? [node.text] : []);
    const allowed = resolved(entryOf(body, 'AllowedValues')?.value);
    const preset = text(entryOf(body, 'Default')?.value);
    const values = allowed?.kind === 'list' ? allowed.items.flatMap(text) : comparedWith(reading, name);
    return { name, values: [...new Set([...preset, ...values])], open: allowed?.kind !== 'list' };
  });
}

function comparedWith({ template }: CfnReading, name: string): string[] {
  const found: string[] = [];
  const walk = (node: TreeNode): void => {
    const call = intrinsicOf(node);
    const args = call === undefined ? [] : argumentList(call);
    const is = args.some((arg) => intrinsicOf(arg)?.name === 'Ref' && textOf(intrinsicOf(arg)?.args) === name);
    if (call?.name === 'Equals' && is)
      found.push(...args.flatMap((arg) => (intrinsicOf(arg) === undefined ? (textOf(arg) ?? []) : [])));
    if (node.kind === 'list') node.items.forEach(walk);
    if (node.kind === 'map') for (const { value } of node.entries) walk(value);
  };
  for (const { body } of template.conditions) walk(body);
  return found;
}

function textOf(node: TreeNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.text : undefined;
}
