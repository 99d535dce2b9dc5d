import type { CompletionItem } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import type { HclBlock, HclBody } from '../../../syntax/hcl.ts';
import { moduleOfRun } from '../read/callee.ts';
import type { Module } from '../read/module.ts';
import type { TerraformReading } from '../read/reading.ts';
import { type Body, type Item, type Type, typeText } from '../schema/body.ts';
import { bodyAt, rootBody, type Setting } from '../schema/place.ts';
import type { CursorPlace } from './cursor-place.ts';

type ItemPlace = Extract<CursorPlace, { kind: 'item' }>;

/** Arguments and blocks that may stand here and are not there yet. */
export function completeItem(reading: TerraformReading, place: ItemPlace, setting: Setting): CompletionItem[] {
  const { blocks, word } = place;
  if (reading.form.kind === 'variables') return variableNames(place, setting.module);
  const owner = blocks.at(-1);
  const body = owner ? bodyAt(blocks, setting) : rootBody(setting);
  if (!body) return [];
  const followed = isFollowed(reading.hcl.text, word.end);
  const free = [...body.items.values()].filter((item) => isOffered(item, setting) && isFree(item, place.body, word));
  const items = free.map((item) => itemCompletion(item, word, followed, owner));
  const made = owner || followed || reading.form.kind !== 'configuration' ? [] : snippets(word, setting);
  return [...items, ...special(owner, place, setting), ...made];
}

/** Whole blocks that behave well in a parallel deployment. */
function snippets(span: Span, { data }: Setting): CompletionItem[] {
  const stored = (data.json('terraform/snippets.json') ?? []) as readonly StoredSnippet[];
  return stored.map(({ label, description, body }) => ({
    label,
    kind: 'snippet',
    edit: { span, text: body },
    snippet: true,
    detail: description,
    rank: 60,
  }));
}

interface StoredSnippet {
  readonly label: string;
  readonly description: string;
  /** In the notation of completion items. */
  readonly body: string;
}

/** What only one of Terraform and OpenTofu has is offered where that one is used. */
function isOffered({ hidden, computed, tofu, onlyTofu }: Item, { module }: Setting): boolean {
  if (computed) return false;
  if (module.dialect === 'opentofu') return onlyTofu === true || (hidden !== true && tofu !== null);
  return hidden !== true;
}

/** An argument stands once; a block as often as it may. */
function isFree(item: Item, body: HclBody, word: Span): boolean {
  const others = body.items.filter(({ span }) => span.start !== word.start);
  const set = others.some((each) => each.kind === 'attribute' && each.name.value === item.name);
  if (set) return false;
  const count = others.filter((each) => each.kind === 'block' && each.type.value === item.name).length;
  return item.most === undefined || count < item.most;
}

/** The rest is written already: only the name is put in. */
function isFollowed(text: string, end: number): boolean {
  return /^[ \t]*(?:=|\{|")/.test(text.slice(end, end + 20));
}

function itemCompletion(item: Item, span: Span, followed: boolean, owner: HclBlock | undefined): CompletionItem {
  const isBlock = item.form === 'block' || (item.form === 'either' && item.body !== undefined);
  const text = followed ? item.name : isBlock ? blockSnippet(item) : `${item.name} = ${valueSnippet(item.type)}`;
  const detail = isBlock ? 'block' : item.type ? shortType(item.type) : '';
  return {
    label: item.name,
    kind: isBlock ? 'keyword' : 'property',
    edit: { span, text },
    snippet: !followed,
    detail: `${item.required === true ? 'required, ' : ''}${detail}`,
    rank: item.required === true ? 10 : isMeta(item) && owner ? 40 : 20,
    ...(item.text !== undefined && { documentation: item.text }),
    ...(item.deprecated !== undefined && { deprecated: true }),
    ...(!followed && !isBlock && { retrigger: true }),
  };
}

function isMeta({ name }: Item): boolean {
  return [
    'count',
    'for_each',
    'depends_on',
    'provider',
    'lifecycle',
    'provisioner',
    'connection',
    'dynamic',
    'timeouts',
    'region',
    'providers',
  ].includes(name);
}

function shortType(type: Type): string {
  const text = typeText(type);
  return text.length > 40 ? type.kind : text;
}

function blockSnippet(item: Item): string {
  let next = 1;
  const labels = (item.labels ?? []).map((label) => ` "\${${next++}:${label}}"`).join('');
  return `${item.name}${labels} {\n  $0\n}`;
}

function valueSnippet(type: Type | undefined): string {
  switch (type?.kind) {
    case 'string':
      return '"$1"';
    case 'bool':
      return '${1:true}';
    case 'list':
    case 'set':
    case 'tuple':
      return '[$1]';
    case 'map':
    case 'object':
      return '{\n  $1\n}';
    default:
      return '$1';
  }
}

/** Names that come from elsewhere: providers in `required_providers`, variables in test files. */
function special(owner: HclBlock | undefined, place: ItemPlace, setting: Setting): CompletionItem[] {
  const [run] = place.blocks;
  if (owner?.type.value === 'variables')
    return variableNames(
      place,
      run?.type.value === 'run' ? moduleOfRun(setting.module, run, setting.project) : setting.module,
    );
  if (owner?.type.value !== 'required_providers') return [];
  const used = [...setting.module.declared.values()].flatMap(([each]) =>
    each?.type && (each.kind === 'resource' || each.kind === 'data') ? [each.type.value.split('_', 1)[0] ?? ''] : [],
  );
  const names = [
    ...new Set([...used, 'aws', 'azurerm', 'google', 'kubernetes', 'helm', 'random', 'tls', 'local', 'null']),
  ];
  return names.map((name) => ({
    label: name,
    kind: 'module',
    edit: { span: place.word, text: `${name} = {\n  source  = "hashicorp/${name}"\n  version = "$1"\n}` },
    snippet: true,
    detail: `hashicorp/${name}`,
    rank: used.includes(name) ? 5 : 20,
  }));
}

function variableNames({ body, word }: ItemPlace, module: Module | undefined): CompletionItem[] {
  const set = new Set(
    body.items.flatMap((item) =>
      item.kind === 'attribute' && item.span.start !== word.start ? [item.name.value] : [],
    ),
  );
  return [...(module?.declared.values() ?? [])].flatMap(([declared]): CompletionItem[] => {
    if (declared?.kind !== 'variable' || set.has(declared.name.value)) return [];
    const required = !declared.block.body.items.some(
      (item) => item.kind === 'attribute' && item.name.value === 'default',
    );
    const name = declared.name.value;
    return [
      {
        label: name,
        kind: 'variable',
        edit: { span: word, text: `${name} = $1` },
        snippet: true,
        detail: required ? 'required' : 'has a default',
        rank: required ? 10 : 20,
      },
    ];
  });
}

/** Nested blocks that a `dynamic` block may make. */
export function nestedBlockNames(body: Body): string[] {
  return [...body.items.values()]
    .filter(
      ({ form, hidden, name }) =>
        form !== 'attribute' && !hidden && !['lifecycle', 'provisioner', 'connection', 'dynamic'].includes(name),
    )
    .map(({ name }) => name);
}
