import type { Finding, Fix } from '../../model/finding.ts';
import { folderOf, joinPath, nameOf } from '../../model/paths.ts';
import { entryOf } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import type { Project } from '../language.ts';
import { wholeTemplate } from './check-stacks.ts';
import { finding } from './context.ts';
import { inside } from './intrinsic.ts';
import type { ParameterFile } from './parameter-file.ts';
import { refusal } from './parameter-values.ts';
import type { CfnReading } from './reading.ts';
import { resolved, writtenScalar } from './template.ts';

/** Values of a parameter file against the template they are for, where it can be told which that is. */
export function checkParameterFile(path: string, file: ParameterFile, project: Project): readonly Finding[] {
  const template = templateFor(path, file, project);
  if (template === undefined) return [];
  const name = nameOf(template.source.path);
  const declared = template.names.parameters;
  const given = new Set(file.values.map((each) => each.name.value));
  const missing = [...declared.values()]
    .filter(({ name: { value }, body }) => !given.has(value) && entryOf(resolved(body), 'Default') === undefined)
    .map(({ name: { value } }) => {
      const at = { span: file.header, node: '' };
      return finding('parameter-file', 'warning', `${name} wants a value for ${value}, which has no default.`, at);
    });
  const found = file.values.flatMap((each) => valueFindings(each, template, name));
  return file.beside === undefined ? [...found, ...missing] : found;
}

function valueFindings(
  { name, value }: ParameterFile['values'][number],
  template: CfnReading,
  file: string,
): Finding[] {
  const parameter = template.names.parameters.get(name.value);
  if (parameter === undefined) {
    const near = closest(name.value, template.names.parameters.keys());
    const span = inside({ kind: 'scalar', text: name.value, style: 'plain', span: name.span });
    const fixes: Fix[] =
      near === undefined
        ? []
        : [{ title: `Change to ${near}`, safety: 'safe', edits: [{ span: textSpan(name, span), text: near }] }];
    const message = `${file} has no parameter ${name.value}.${near ? ` Did you mean ${near}?` : ''}`;
    return [finding('parameter-file', 'error', message, { span: name.span, node: '' }, { kind: 'semantic', fixes })];
  }
  const body = resolved(parameter.body);
  const type = writtenScalar(entryOf(body, 'Type')?.value)?.value;
  const text = writtenScalar(value);
  if (body?.kind !== 'map' || type === undefined || text === undefined || value === undefined) return [];
  const why = refusal(body, type, text.value);
  if (why === undefined) return [];
  const message = `${file} refuses this: the value ${why}.`;
  return [finding('parameter-file', 'error', message, { span: value.span, node: '' }, { kind: 'semantic' })];
}

/** The name without its quotes. */
function textSpan(name: { readonly value: string }, { start, end }: { start: number; end: number }) {
  return end - start === name.value.length + 2 ? { start: start + 1, end: end - 1 } : { start, end };
}

/**
 * The template a deployment file names; else the one beside or above it whose name begins like the file's; else the only one
 * there that declares nearly all that is given. Undefined where several could be meant.
 */
export function templateFor(path: string, file: ParameterFile, project: Project): CfnReading | undefined {
  if (file.template !== undefined) {
    const written = file.template.value;
    return templatesAt(
      ['', '../', '../../', '../../../'].map((up) => joinPath(folderOf(path), `${up}${written}`)),
      project,
    )[0];
  }
  const folder = folderOf(path);
  if (file.beside !== undefined)
    return templatesAt(
      file.beside.map((each) => joinPath(folder, each)),
      project,
    )[0];
  const near = project
    .paths('cloudformation')
    .filter((each) => each !== path && (folderOf(each) === folder || folderOf(each) === folderOf(folder)));
  const templates = templatesAt(near, project);
  const base = stem(path);
  const named = templates.filter(({ source }) => base !== '' && stem(source.path) === base);
  if (named.length === 1) return named[0];
  if (file.values.length < 2) return undefined;
  const fitting = templates.filter(({ names }) => {
    const known = file.values.filter(({ name }) => names.parameters.has(name.value)).length;
    return known >= 2 && known >= file.values.length * 0.75;
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

function templatesAt(paths: readonly string[], project: Project): CfnReading[] {
  return paths.flatMap((each) => {
    const reading = project.reading(each);
    const template = reading && wholeTemplate(reading);
    return template === undefined || template.parameterFile !== undefined ? [] : [template];
  });
}

/** `shop` of `shop-parameters.json`, `shop.prod.params.yaml` and `shop.yaml`. */
function stem(path: string): string {
  return nameOf(path)
    .toLowerCase()
    .replace(/\.(ya?ml|json|template)$/, '')
    .replace(/[-_.](parameters?|params?|config|configuration)$/, '');
}
