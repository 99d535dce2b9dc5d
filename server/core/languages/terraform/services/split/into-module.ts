import type { Refactoring } from '../../../../model/editor.ts';
import { folderOf, joinPath, nameOf } from '../../../../model/paths.ts';
import type { Edit } from '../../../../model/span.ts';
import { attributeOf } from '../../../../syntax/hcl/walk.ts';
import { type HclAttribute, type HclExpression, literalString } from '../../../../syntax/hcl.ts';
import type { Surroundings } from '../../../language.ts';
import { newlineOf } from '../../check/edits.ts';
import { calledModule, type Declared, type Module, moduleAt } from '../../read/module.ts';
import { isLocalSource, isTerraform } from '../../read/reading.ts';
import { snapshotOf } from '../../read/snapshot.ts';
import { insertKey } from '../../rewrite/insert.ts';
import { realigned } from '../../rewrite/realign.ts';
import { cutOut, type Handed } from './cut.ts';
import { hasServers, keptCallsIn, keptIn, type Part, partOf } from './part.ts';
import { refusal, TITLE } from './refusal.ts';
import { declarations, fileOf, inputs, outputs, requirements } from './text.ts';

/** One call of a module that holds data and servers, and one key where it is repeated. */
interface Source {
  readonly call: Declared;
  /** `module.blue`, `module.app["blue"]`. */
  readonly address: string;
  readonly key?: HclExpression;
  readonly caller: Module;
  readonly called: Module;
}

/**
 * What a called module keeps moves, with what it needs, to a module of its own beside it, which is called once; the objects stay what they
 * are by `moved` blocks, and every call of the old module is given what it reads of them. One offer for each copy: it is the one
 * whose data is kept.
 */
export function intoModule(call: Declared, caller: Module, around: Surroundings): readonly Refactoring[] {
  const source = literalString(attributeOf(call.block.body, 'source')?.value);
  const called = source !== undefined && isLocalSource(source) ? calledModule(call, around.project) : undefined;
  if (!called || called.folder === caller.folder || !hasServers(called, around.data)) return [];
  const kept = [...keptIn(called, around.data), ...keptCallsIn(called, around)];
  if (kept.length === 0) return [];
  const part = partOf(called, kept, around.data);
  return copiesOf(call).map(({ address, key }) => {
    const from: Source = { call, address, caller, called, ...(key ? { key } : {}) };
    const refused = typeof part === 'string' ? part : (whyNot(from, part, around) ?? split(from, part));
    return typeof refused === 'string' ? refusal(`of ${address}`, refused, [call.address]) : refused;
  });
}

/** Literal keys of `for_each`; the call itself where it is not repeated. */
function copiesOf({ block, address }: Declared): readonly Pick<Source, 'address' | 'key'>[] {
  const each = attributeOf(block.body, 'for_each')?.value;
  if (!each) return [{ address }];
  const inner = each.kind === 'call' && each.name.value === 'toset' ? each.arguments[0] : each;
  const keys =
    inner?.kind === 'tuple' ? inner.items : inner?.kind === 'object' ? inner.entries.map(({ key }) => key) : [];
  return keys.flatMap((key) => {
    const text =
      literalString(key) ?? (key.kind === 'reference' && key.steps.length === 0 ? key.root.value : undefined);
    return text === undefined ? [] : [{ address: `${address}[${JSON.stringify(text)}]`, key }];
  });
}

function whyNot({ call, called, caller }: Source, part: Part, { project }: Surroundings): string | undefined {
  if (called.broken || caller.broken) return 'a file cannot be read whole';
  const json = [...called.readings, ...caller.readings].some(({ form }) => form.json);
  if (json) return 'a file is JSON';
  if (attributeOf(call.block.body, 'count')) return `${call.address} is repeated by number`;
  if (part.providers.length > 0) return `${part.providers[0]?.owner} names a provider configuration`;
  const word = [...part.reads].find((each) => each.startsWith('path'));
  if (word !== undefined) return `what moves reads ${word}, which is another folder there`;
  if (called.companions.some(({ form }) => form.kind === 'test'))
    return 'the module has tests, which would need the new inputs';
  if (moduleAt(stateFolder(called), project)) return `there is a folder ${nameOf(stateFolder(called))} already`;
  const others = callsOf(called, project).filter(({ reading }) => folderOf(reading.source.path) !== caller.folder);
  return others[0] && `${others[0].reading.source.path.split('/').slice(-2).join('/')} calls the module, too`;
}

function stateFolder({ folder }: Module): string {
  return `${folder}-state`;
}

/** Every call of a module by a local source, in any folder of the project. */
function callsOf(called: Module, project: Surroundings['project']): readonly Declared[] {
  return snapshotOf(project)
    .paths('terraform')
    .flatMap((path) => {
      const reading = project.reading(path);
      if (!isTerraform(reading)) return [];
      return reading.declarations.flatMap((each): Declared[] => {
        const source =
          each.kind === 'module' ? literalString(attributeOf(each.block.body, 'source')?.value) : undefined;
        const leads =
          source !== undefined && isLocalSource(source) && joinPath(folderOf(path), source) === called.folder;
        return leads ? [{ ...each, reading }] : [];
      });
    });
}

function split(from: Source, part: Part): Refactoring | string {
  const { call, address, called, caller } = from;
  const cut = cutOut(called, part, () => undefined);
  if (typeof cut === 'string') return cut;
  const given = givenInputs(from, part);
  if (typeof given === 'string') return given;
  const name = freeCall(`${nameOf(called.folder)}_state`, caller);
  const edits = new Map([...cut.edits].map(([path, each]) => [path, [...each]]));
  const put = (path: string, ...more: readonly Edit[]): void => {
    edits.set(path, [...(edits.get(path) ?? []), ...more]);
  };
  const home =
    called.readings.find(({ declarations: all }) => all.some(({ kind }) => kind === 'variable')) ?? called.readings[0];
  if (home && cut.handed.length > 0) put(home.source.path, atEnd(home.source.text, inputs(cut.handed)));
  for (const each of callsIn(caller, called))
    put(each.reading.source.path, ...handedOver(each, name, cut.handed, part));
  const { text, path } = call.reading.source;
  const newline = newlineOf(text);
  const written = [
    stateCall(name, from, given),
    ...part.moved.map((moved) => movedBlock(address, name, moved.address)),
  ];
  const blocks = fileOf(path, written, newline).trimEnd();
  put(path, { span: { start: call.span.end, end: call.span.end }, text: `${newline}${newline}${blocks}` });
  const target = `${stateFolder(called)}/main.tf`;
  const made = fileOf(
    target,
    [HEADER, requirements(called), ...declarations(part, nameOf(called.folder)), ...outputs(cut.handed, false)],
    newline,
  );
  return {
    title: `Split ${TITLE} of ${address} into the module ${nameOf(stateFolder(called))}, with moved blocks`,
    kind: 'refactor.extract',
    nodes: [call.address],
    edits: [
      ...[...edits].map(([file, each]) => ({ path: file, edits: sorted(each) })),
      { path: target, edits: [{ span: { start: 0, end: 0 }, text: made }], create: 'new' },
    ],
  };
}

const HEADER = '# What keeps data: called once, whatever the colours. Both are given what they read of it.';

function callsIn(caller: Module, called: Module): readonly Declared[] {
  const leads = (each: Declared): boolean => {
    const source = literalString(attributeOf(each.block.body, 'source')?.value);
    return source !== undefined && isLocalSource(source) && joinPath(caller.folder, source) === called.folder;
  };
  return [...caller.declared.values()].flatMap((all) => all.filter((each) => each.kind === 'module' && leads(each)));
}

/** Inputs of the call that the state needs; a sentence where one of them is only known inside a copy. */
function givenInputs({ call, key }: Source, { copied }: Part): readonly HclAttribute[] | string {
  const names = new Set(copied.filter(({ kind }) => kind === 'variable').map(({ name }) => name.value));
  const given = call.block.body.items.filter(
    (item): item is HclAttribute =>
      item.kind === 'attribute' && (names.has(item.name.value) || item.name.value === 'providers'),
  );
  const { text } = call.reading.source;
  const bound = key && given.find(({ value }) => /\beach\./.test(text.slice(value.span.start, value.span.end)));
  return bound ? `the input ${bound.name.value} depends on the copy (each)` : given;
}

function stateCall(name: string, { call, called }: Source, given: readonly HclAttribute[]): string {
  const { text } = call.reading.source;
  const source = literalString(attributeOf(call.block.body, 'source')?.value) ?? '';
  const lines = given.map(({ span }) => `  ${text.slice(span.start, span.end)}`);
  const path = source.replace(new RegExp(`${nameOf(called.folder)}/?$`), nameOf(stateFolder(called)));
  return [`module "${name}" {`, `  source = ${JSON.stringify(path)}`, ...lines, '}'].join('\n');
}

function movedBlock(from: string, name: string, address: string): string {
  return ['moved {', `  from = ${from}.${address}`, `  to   = module.${name}.${address}`, '}'].join('\n');
}

/** A call gets what it reads of the state, and loses the inputs that only the state needed. */
function handedOver(
  { reading, block }: Declared,
  name: string,
  handed: readonly Handed[],
  { dropped }: Part,
): readonly Edit[] {
  const unused = new Set(dropped.filter(({ kind }) => kind === 'variable').map((each) => each.name.value));
  const { text } = reading.source;
  const removed = block.body.items.flatMap((item): Edit[] => {
    if (item.kind !== 'attribute' || !unused.has(item.name.value)) return [];
    const start = text.lastIndexOf('\n', item.span.start - 1) + 1;
    const end = text.indexOf('\n', item.span.end);
    return [{ span: { start, end: end < 0 ? text.length : end + 1 }, text: '' }];
  });
  const added = handed.flatMap(({ name: input }) => {
    const value = { raw: `module.${name}.${input}` };
    return insertKey(reading, { kind: 'insertKey', map: block.body.span, key: input, value }) ?? [];
  });
  return realigned(reading, [...removed, ...inOnePlace(added)]);
}

/** Insertions at one offset, as one. */
function inOnePlace(edits: readonly Edit[]): readonly Edit[] {
  const places = new Map<number, Edit>();
  for (const edit of edits) {
    const text = (places.get(edit.span.start)?.text ?? '') + edit.text;
    places.set(edit.span.start, { span: edit.span, text });
  }
  return [...places.values()];
}

function atEnd(text: string, blocks: readonly string[]): Edit {
  const newline = newlineOf(text);
  const gap = text.endsWith('\n') ? newline : newline + newline;
  const written = blocks.join('\n\n').replaceAll('\n', newline);
  return { span: { start: text.length, end: text.length }, text: `${gap}${written}${newline}` };
}

function freeCall(name: string, { declared }: Module): string {
  const plain = name.replace(/[^A-Za-z0-9_-]/g, '_');
  for (let n = 1; ; n++) {
    const each = n === 1 ? plain : `${plain}_${n}`;
    if (!declared.has(`module.${each}`)) return each;
  }
}

export function sorted(edits: readonly Edit[]): readonly Edit[] {
  return edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
