import type { Finding } from '../../model/finding.ts';
import { entryIn } from '../../model/table.ts';
import type { Tree, TreeProblem } from '../../model/tree.ts';
import { type DuplicateKey, duplicateKeys } from '../../syntax/duplicates.ts';
import { readJson } from '../../syntax/json.ts';
import type { Neighbour, NodeSpan, Reading, SourceText } from '../language.ts';
import { isWideText, strangeCharacters } from './characters.ts';
import { finding, type Names, namesOf } from './context.ts';
import { readTemplateYaml } from './lone-hyphens.ts';
import { type ParameterFile, parameterFileOf, templatesOf } from './parameter-file.ts';
import { type NameUse, nameUses } from './references.ts';
import { samConfigOf, samConfigTree } from './sam-config.ts';
import { foreignIgnoresOf, suppressionsOf } from './suppressions.ts';
import { isTextTemplate, readTemplate, TEMPLATE_KEYS, type Template } from './template.ts';
import { uploadsOf } from './uploads.ts';

export interface CfnReading extends Reading {
  readonly tree: Tree;
  readonly template: Template;
  readonly names: Names;
  readonly uses: readonly NameUse[];
  /** Set when the file is none of a template but of values for one. */
  readonly parameterFile?: ParameterFile;
}

const NOWHERE = { start: 0, end: 0 };

/** JSON when the first sign is a brace; everything else is YAML (which could read JSON, but not say what is wrong with it). */
export function readCfn(source: SourceText): CfnReading {
  const { text } = source;
  const config = source.kind === 'samconfig';
  const tree = config
    ? samConfigTree(text)
    : /^\s*\{/.test(text.slice(0, 1000).replace(/^\ufeff/, '')) && !source.path.match(/\.ya?ml$/i)
      ? readJson(text)
      : readTemplateYaml(text);
  const template = readTemplate(tree);
  const values = source.kind === 'parameters' ? parameterFileOf(tree) : undefined;
  const parameterFile = config
    ? (samConfigOf(text) ?? { values: [], template: undefined, header: NOWHERE, beside: [] })
    : values;
  return {
    source,
    tree,
    template,
    names: namesOf(template),
    uses: nameUses(template),
    comments: tree.comments,
    problems: problemsOf(tree),
    nodes: nodesOf(template),
    suppressions: suppressionsOf(template),
    foreignIgnores: foreignIgnoresOf(template),
    neighbours: parameterFile ? templatesOf(parameterFile) : neighboursOf(template),
    ...(parameterFile && { parameterFile }),
  };
}

function problemsOf(tree: Tree): Finding[] {
  if (isTextTemplate(tree)) return [];
  const strange = strangeCharacters(tree.text);
  if (isWideText(tree.text)) return [...strange];
  return [...tree.problems.map(problemOf), ...duplicateKeys(tree).map(duplicate), ...strange];
}

function problemOf({ code, message, span }: TreeProblem): Finding {
  if (code === 'too-large')
    return finding('document-too-large', 'info', message, { span, node: '' }, { kind: 'syntax' });
  const name = code === 'too-deep' ? 'nesting-too-deep' : code === 'duplicate-key' ? 'duplicate-key' : 'syntax';
  return finding(name, 'error', message, { span, node: '' }, { kind: 'syntax' });
}

function duplicate({ key, span, related }: DuplicateKey): Finding {
  const message = `${key} stands twice in this map; the later one silently wins. Remove or rename one.`;
  return finding('duplicate-key', 'error', message, { span, node: '' }, { kind: 'syntax', related });
}

function nodesOf(template: Template): NodeSpan[] {
  const nodes: NodeSpan[] = [];
  for (const section of template.sections) {
    if (section.key.kind !== 'scalar') continue;
    const path = section.key.text;
    nodes.push({ path, span: section.span, header: section.key.span });
    if (section.value.kind !== 'map') continue;
    for (const entry of section.value.entries) {
      if (entry.key.kind !== 'scalar') continue;
      nodes.push({ path: `${path}.${entry.key.text}`, span: entry.span, header: entry.key.span });
      if (path === 'Resources' && entry.value.kind === 'map')
        nodes.push(...attributesOf(`${path}.${entry.key.text}`, entry.value));
    }
  }
  return nodes;
}

function attributesOf(path: string, body: Extract<CfnReading['tree']['roots'][number], { kind: 'map' }>): NodeSpan[] {
  return body.entries.flatMap((entry) => {
    if (entry.key.kind !== 'scalar') return [];
    const own: NodeSpan = { path: `${path}.${entry.key.text}`, span: entry.span, header: entry.key.span };
    if (entry.key.text !== 'Properties' || entry.value.kind !== 'map') return [own];
    const properties = entry.value.entries.flatMap((each): NodeSpan[] =>
      each.key.kind === 'scalar'
        ? [{ path: `${own.path}.${each.key.text}`, span: each.span, header: each.key.span }]
        : [],
    );
    return [own, ...properties];
  });
}

/** Local nested templates, and other files that are uploaded with the template. */
function neighboursOf(template: Template): Neighbour[] {
  const found: Neighbour[] = uploadsOf(template).map(({ path }) => ({ kind: 'file', path }));
  for (const { type, properties } of template.resources) {
    const key = entryIn(TEMPLATE_KEYS, type?.value ?? '');
    if (key === undefined || properties?.kind !== 'map') continue;
    const value = properties.entries.find((entry) => entry.key.kind === 'scalar' && entry.key.text === key)?.value;
    if (value?.kind === 'scalar' && value.tag === undefined && value.text !== '' && !/^[a-z]+:/i.test(value.text))
      found.push({ kind: 'file', path: value.text });
  }
  return found;
}
