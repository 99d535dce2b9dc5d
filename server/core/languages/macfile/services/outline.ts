import type { DocumentLink, DocumentSymbol, InlayHint, SemanticToken, SymbolKind } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import { keyText, type TreeNode } from '../../../model/tree.ts';
import type { Surroundings } from '../../language.ts';
import { entryKind, type Named, scalarAt } from '../model.ts';
import type { MacfileReading } from '../reading.ts';
import { addressReference, referencesIn } from '../references.ts';
import { resolve } from '../resolve.ts';
import { isAddress, pathOfParent, scopeOf } from '../scope.ts';
import { keyFact } from '../structure.ts';
import { spanIn } from '../texts.ts';
import { textsOf } from '../uses.ts';
import { occurrencesIn } from './occurrences.ts';

const SECTIONS = [
  ['parents', 'module'],
  ['roles', 'role'],
  ['actions', 'action'],
  ['resources', 'function'],
  ['infrastructures', 'resource'],
  ['defaults', 'resource'],
] as const satisfies readonly (readonly [string, SymbolKind])[];

export function symbols({ file }: MacfileReading): readonly DocumentSymbol[] {
  return (file.root?.entries ?? []).flatMap((entry): readonly DocumentSymbol[] => {
    const key = keyText(entry);
    if (key === undefined || key === '') return [];
    const section = SECTIONS.find(([name]) => name === key);
    const base = { name: key, span: entry.span, nameSpan: entry.key.span };
    if (section === undefined) {
      const value = entry.value.kind === 'scalar' ? { detail: entry.value.text.slice(0, 80) } : {};
      return [{ ...base, ...value, kind: 'property', children: [] }];
    }
    const [name, kind] = section;
    return [{ ...base, kind: 'section', children: file[name].map((one) => symbolOf(one, kind)) }];
  });
}

function symbolOf({ name, entry, key, body }: Named, kind: SymbolKind): DocumentSymbol {
  const detail = kind === 'resource' ? entryDetail(body) : undefined;
  return {
    name: name === '' ? "''" : name,
    kind,
    span: entry.span,
    nameSpan: key,
    children: [],
    ...(detail === undefined ? {} : { detail }),
  };
}

function entryDetail(body: TreeNode): string | undefined {
  const kind = entryKind(body);
  const target = kind === 'none' ? undefined : scalarAt(body, kind)?.text;
  return target === undefined ? undefined : `${kind} ${target}`;
}

/** Keys of the format, names, references and placeholders; in order, none overlapping another. */
export function tokens(reading: MacfileReading): readonly SemanticToken[] {
  const scope = scopeOf(reading, ALONE);
  const names = occurrencesIn(reading, scope).map(({ symbol, span, role }): SemanticToken => {
    const type = TOKEN[symbol.kind];
    return role === 'definition' ? { span, type, modifiers: ['declaration'] } : { span, type };
  });
  const all = [...names, ...keyTokens(reading), ...referenceWords(reading)];
  return withoutOverlaps(all, reading.source.text);
}

/** A file as if there was no other. */
const ALONE: Surroundings['project'] = {
  reading: () => undefined,
  paths: () => [],
  text: () => undefined,
  missing: () => false,
};

const TOKEN = {
  role: 'class',
  resource: 'function',
  action: 'function',
  entry: 'variable',
  param: 'property',
  placeholder: 'parameter',
  parent: 'namespace',
} as const;

function keyTokens({ file }: MacfileReading): readonly SemanticToken[] {
  const found: SemanticToken[] = [];
  const keysIn = (node: TreeNode | undefined, isKey: (key: string) => boolean): void => {
    if (node?.kind !== 'map') return;
    for (const entry of node.entries) {
      if (isKey(keyText(entry) ?? '')) found.push({ span: entry.key.span, type: 'keyword' });
    }
  };
  keysIn(file.root, (key) => keyFact('main', key) !== undefined || keyFact('library', key) !== undefined);
  for (const { body } of file.roles) {
    keysIn(body, (key) => keyFact('role', key) !== undefined);
    for (const entry of body.kind === 'map' ? body.entries : []) {
      keysIn(entry.value, (key) => keyFact('instance', key) !== undefined);
    }
  }
  for (const { body } of file.actions) keysIn(body, (key) => keyFact('action', key) !== undefined);
  for (const { body } of file.resources) keysIn(body, (key) => keyFact('resource', key) !== undefined);
  for (const { body } of [...file.infrastructures, ...file.defaults]) {
    keysIn(body, (key) => keyFact('role-entry', key) !== undefined || keyFact('command-entry', key) !== undefined);
  }
  return found;
}

/** The first word of every reference, and the whole of an address. */
function referenceWords(reading: MacfileReading): readonly SemanticToken[] {
  const texts = new Map(textsOf(scopeOf(reading, ALONE)).map((text) => [text.node, text]));
  return [...texts.values()].flatMap(({ node, place }) => {
    const words = referencesIn(node)
      .filter(({ terminated }) => terminated)
      .map(
        ({ span, word }): SemanticToken => ({
          span: spanIn(reading, node, span.start, span.start + word.length),
          type: 'macro',
        }),
      );
    const address = place.endsWith('environment') ? addressReference(node.text) : undefined;
    if (!address?.wellFormed) return words;
    const start = node.text.indexOf('.') + 1;
    return [...words, { span: spanIn(reading, node, start, node.text.length), type: 'macro' }];
  });
}

function withoutOverlaps(tokens: readonly SemanticToken[], text: string): readonly SemanticToken[] {
  const sorted = [...tokens].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const kept: SemanticToken[] = [];
  let end = 0;
  for (const token of sorted) {
    const { span } = token;
    if (span.start < end || span.end <= span.start || text.slice(span.start, span.end).includes('\n')) continue;
    kept.push(token);
    end = span.end;
  }
  return kept;
}

export function links(reading: MacfileReading): readonly DocumentLink[] {
  return reading.file.parents.flatMap(({ body }): readonly DocumentLink[] => {
    if (body.kind !== 'scalar' || body.text === '' || body.text.includes('{')) return [];
    if (/^https:\/\//i.test(body.text)) return [{ span: body.span, target: body.text }];
    const path = isAddress(body.text) ? undefined : pathOfParent(reading, body.text);
    return path === undefined ? [] : [{ span: body.span, target: path, tooltip: 'Open the library' }];
  });
}

/** The literal value behind `infrastructure.ENTRY.KEY`, and behind a param where every entry gives the same. */
export function hints(reading: MacfileReading, range: Span, { project }: Surroundings): readonly InlayHint[] {
  const scope = scopeOf(reading, project);
  const found = new Map<number, InlayHint | undefined>();
  for (const { node, from, entry } of textsOf(scope)) {
    if (from !== reading || node.span.end < range.start || node.span.start > range.end) continue;
    for (const reference of referencesIn(node)) {
      const target = resolve(scope, reference);
      const offset = spanIn(reading, node, reference.span.start, reference.span.end).end;
      const value =
        target.kind === 'property'
          ? target.setting.value
          : target.kind === 'param'
            ? entry?.params.get(target.name)?.value
            : undefined;
      if (value?.kind !== 'scalar' || value.text.includes('\n') || value.text === '') continue;
      const label = ` = ${value.text.length > 40 ? `${value.text.slice(0, 39)}…` : value.text}`;
      const before = found.get(offset);
      const differs = found.has(offset) && before?.label !== label;
      found.set(offset, differs ? undefined : { offset, label, kind: 'parameter' });
    }
  }
  return [...found.values()].filter((hint) => hint !== undefined).sort((a, b) => a.offset - b.offset);
}
