import type { Written } from '../../model/span.ts';
import { entryOf, keyText, type MapNode, type Tree, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { intrinsicOf } from './intrinsic.ts';

/** A named entry of a section: parameter, mapping, condition, rule, output. */
export interface Named {
  readonly name: Written;
  readonly body: TreeNode;
  readonly entry: TreeEntry;
  /** The innermost loop that generates it. */
  readonly loop?: Loop;
  /** A later turn of a loop body: the same text again, whose findings were reported with the first. */
  readonly again?: true;
}

/** A resource as written, or as a loop generates it. */
export interface TemplateResource extends Named {
  readonly type: Written | undefined;
  readonly properties: TreeNode | undefined;
  readonly condition: Written | undefined;
  readonly dependsOn: readonly Written[];
}

/** `Fn::ForEach::Name: [variable, collection, { key: body }]`. */
export interface Loop {
  readonly name: string;
  readonly variable: string;
  /** Literal items; undefined when they depend on an input without default. */
  readonly items: readonly string[] | undefined;
  readonly entry: TreeEntry;
}

export interface Template {
  readonly tree: Tree;
  readonly root: MapNode | undefined;
  readonly sections: readonly TreeEntry[];
  readonly parameters: readonly Named[];
  readonly mappings: readonly Named[];
  readonly conditions: readonly Named[];
  readonly rules: readonly Named[];
  readonly outputs: readonly Named[];
  readonly resources: readonly TemplateResource[];
  readonly loops: readonly Loop[];
  readonly transforms: readonly string[];
  /** The template has `Globals`: what a serverless resource does not say may stand there. */
  readonly globals: boolean;
  /** A macro that is not known here may add or change anything: what is missing proves nothing. */
  readonly unknownMacro: boolean;
}

/** Property that names the template of a nested stack, by type. */
export const TEMPLATE_KEYS: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::Stack': 'TemplateURL',
  'AWS::Serverless::Application': 'Location',
};

export const SERVERLESS = 'AWS::Serverless-2016-10-31';
export const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';
const KNOWN_TRANSFORMS = new Set([
  SERVERLESS,
  LANGUAGE_EXTENSIONS,
  'AWS::CodeDeployBlueGreen',
  'AWS::SecretsManager-2020-07-23',
  'AWS::SecretsManager-2024-09-16',
]);

/** The template model of a tree. Sound parts of a broken template are all there. */
export function readTemplate(tree: Tree): Template {
  const root = tree.roots.find((node) => node !== undefined);
  const map = root?.kind === 'map' ? root : undefined;
  const transforms = transformsOf(entryOf(map, 'Transform')?.value);
  const section = (name: string) => namedIn(entryOf(map, name)?.value);
  const loops: Loop[] = [];
  const expanded = (name: string) => expandedIn(entryOf(map, name)?.value, loops);
  return {
    tree,
    root: map,
    sections: map?.entries ?? [],
    parameters: section('Parameters'),
    mappings: section('Mappings'),
    conditions: expanded('Conditions'),
    rules: section('Rules'),
    outputs: expanded('Outputs'),
    resources: expanded('Resources').map(resourceOf),
    loops,
    transforms,
    globals: entryOf(map, 'Globals') !== undefined,
    unknownMacro:
      transforms.some((name) => !KNOWN_TRANSFORMS.has(name)) ||
      hasInlineTransform(map) ||
      isPreprocessed(tree.text) ||
      isModular(map) ||
      isTextTemplate(tree),
  };
}

export function isServerless(type: string): boolean {
  return type.startsWith('AWS::Serverless::');
}

export function isLoop(key: string): boolean {
  return key.startsWith('Fn::ForEach::');
}

/** Node as it counts: an alias stands for its target. */
export function resolved(node: TreeNode | undefined): TreeNode | undefined {
  return node?.kind === 'alias' ? node.target : node;
}

export function writtenScalar(node: TreeNode | undefined): Written | undefined {
  return node?.kind === 'scalar' && node.style !== 'empty' && node.tag === undefined
    ? { value: node.text, span: node.span }
    : undefined;
}

function namedIn(node: TreeNode | undefined): Named[] {
  const map = resolved(node);
  if (map?.kind !== 'map') return [];
  return map.entries.flatMap((entry) => {
    const key = keyText(entry);
    return key === undefined || key === ''
      ? []
      : [{ name: { value: key, span: entry.key.span }, body: entry.value, entry }];
  });
}

function resourceOf(named: Named): TemplateResource {
  const body = resolved(named.body);
  return {
    ...named,
    type: writtenScalar(entryOf(body, 'Type')?.value),
    properties: entryOf(body, 'Properties')?.value,
    condition: writtenScalar(entryOf(body, 'Condition')?.value),
    dependsOn: dependsOn(entryOf(body, 'DependsOn')?.value),
  };
}

function dependsOn(node: TreeNode | undefined): Written[] {
  if (node?.kind === 'list') return node.items.flatMap((item) => writtenScalar(item) ?? []);
  const one = writtenScalar(node);
  return one ? [one] : [];
}

function transformsOf(node: TreeNode | undefined): string[] {
  const items = node?.kind === 'list' ? node.items : node ? [node] : [];
  return items.flatMap((item) => {
    if (item.kind === 'scalar') return /^(null|~|)$/.test(item.text) && item.style !== 'double' ? [] : [item.text];
    const name = entryOf(item, 'Name')?.value;
    return item.kind === 'map' && name === undefined && !isOpen(item) ? [] : [writtenScalar(name)?.value ?? '(macro)'];
  });
}

/** A macro, a loop or a merge may put more into the map than is written: what is missing proves nothing. */
export function isOpen(map: MapNode): boolean {
  return map.entries.some(({ key }) => key.kind !== 'scalar' || /^(Fn::|<<$)/.test(key.text));
}

/** `Fn::Transform` with anything but the include of a snippet, at the top level or around the resources. */
function hasInlineTransform(root: MapNode | undefined): boolean {
  const places = [root, resolved(entryOf(root, 'Resources')?.value)];
  return places.some(
    (place) => place?.kind === 'map' && place.entries.some((entry) => keyText(entry) === 'Fn::Transform'),
  );
}

/** Directives of another tool (`!Rain::Module`, bindings of org-formation): what is deployed is another text. */
function isPreprocessed(text: string): boolean {
  return ['!Rain::', '"Rain::', '2010-09-09-OC', 'OrganizationBinding'].some((mark) => text.includes(mark));
}

/** Local modules of `rain` and of the AWS CLI, which packaging puts into the template. */
function isModular(root: MapNode | undefined): boolean {
  const extension = entryOf(resolved(entryOf(root, 'Resources')?.value), 'ModuleExtension');
  return extension !== undefined || MODULAR.some((section) => entryOf(root, section) !== undefined);
}

const MODULAR = ['Modules', 'Packages', 'Constants', 'Rain'];

/** Statements of Jinja and its kin around lines (`{% if x %}`): until they are filled in, the text is no YAML and need not be. */
export function isTextTemplate({ text, problems }: Tree): boolean {
  if (text.includes('{{cookiecutter.')) return true;
  if (problems.length === 0) return false;
  if (/^\s*\{\{/.test(text)) return true;
  const open = text.indexOf('{%');
  if (open !== -1 && text.includes('%}', open)) return true;
  // What a place to fill in breaks, it breaks from there on.
  const first = problems.reduce((least, { span }) => Math.min(least, span.start), text.length);
  return hasBraces(lineAt(text, first)) || problems.every(({ span }) => /(?:^|\s)%\w+%/.test(lineAt(text, span.start)));
}

/** `{{ name }}-logs`: a value to be filled in. */
function hasBraces(line: string): boolean {
  const open = line.indexOf('{{');
  return open !== -1 && !line.startsWith('{{resolve:', open) && line.includes('}}', open);
}

/** The line of an offset, of a line of many thousand signs its beginning. */
function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', start);
  return text.slice(start, Math.min(end === -1 ? text.length : end, start + 2000));
}

function loopOf(entry: TreeEntry): Loop | undefined {
  const key = keyText(entry) ?? '';
  if (!isLoop(key) || entry.value.kind !== 'list') return undefined;
  const [variable, collection] = entry.value.items;
  return {
    name: key.slice('Fn::ForEach::'.length),
    variable: writtenScalar(variable)?.value ?? '',
    items: literalItems(collection),
    entry,
  };
}

function literalItems(node: TreeNode | undefined): string[] | undefined {
  if (node?.kind !== 'list' || intrinsicOf(node) !== undefined) return undefined;
  const items = node.items.map((item) => writtenScalar(item)?.value);
  return items.every((item) => item !== undefined) ? (items as string[]) : undefined;
}

/** Largest number of entries that the loops of a section are expanded to. */
const LARGEST_LOOP = 1000;

/** Entries of a section, those of loops after those that are written. Loops inside loops count like any other. */
function expandedIn(node: TreeNode | undefined, loops: Loop[]): Named[] {
  const written = namedIn(node);
  const made: Named[] = [];
  for (const { entry } of written) expand(entry, [], made, loops, false);
  return [...written.filter(({ name }) => !isLoop(name.value)), ...made];
}

type Binding = readonly [variable: string, item: string];

function expand(entry: TreeEntry, bindings: readonly Binding[], made: Named[], loops: Loop[], again: boolean): void {
  const loop = loopOf(entry);
  const body = loop && entry.value.kind === 'list' ? resolved(entry.value.items[2]) : undefined;
  if (loop === undefined) return;
  if (!again) loops.push(loop);
  if (body?.kind !== 'map' || bindings.length > 20) return;
  for (const [turn, item] of (loop.items ?? [undefined]).entries()) {
    const bound: readonly Binding[] = item === undefined ? bindings : [...bindings, [loop.variable, item]];
    const later = again || turn > 0;
    for (const each of body.entries) {
      if (made.length >= LARGEST_LOOP) return;
      const key = keyText(each) ?? '';
      if (isLoop(key)) {
        expand(each, bound, made, loops, later);
        continue;
      }
      const value = bound.reduce((text, [variable, put]) => replaceVariable(text, variable, put), key);
      const named: Named = { name: { value, span: each.key.span }, body: each.value, entry: each, loop };
      made.push(later ? { ...named, again: true } : named);
    }
  }
}

/** `${X}` gives the item as it is, `&{X}` its letters and digits only. */
function replaceVariable(text: string, variable: string, item: string): string {
  return text.replaceAll(`\${${variable}}`, item).replaceAll(`&{${variable}}`, item.replace(/[^A-Za-z0-9]/g, ''));
}
