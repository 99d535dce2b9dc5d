import type { Alias, Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Written } from '../../model/span.ts';
import type { ScalarStyle, TreeNode, TreeProblem } from '../../model/tree.ts';
import { Anchors, type Building, endOf } from './build.ts';
import type { Stream } from './events.ts';
import { blockEnd, blockHeaderEnd, Gaps, lineEnd } from './gaps.ts';
import { LIMITS } from './limits.ts';
import { mapSpans } from './map-spans.ts';

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

/** Tier 2: what `yaml` makes of a text with errors. The caller has bounded its size and nesting. */
export function readTolerantly(text: string): Stream {
  // `yaml` counts a byte order mark as a column, and then finds the first list or map indented.
  if (text.startsWith('\ufeff')) return mapSpans(readTolerantly(text.slice(1)), (offset) => offset + 1);
  const documents = withoutStacks(() =>
    parseAllDocuments(text, { uniqueKeys: false, schema: 'failsafe', logLevel: 'silent', prettyErrors: false }),
  ) as readonly Document[];
  const reader = new DocumentReader(text);
  const roots = documents.map((document) => reader.root(document));
  reader.gaps.moveTo(text.length);
  return {
    roots,
    starts: reader.starts,
    comments: reader.gaps.comments,
    problems: [...documents.flatMap((document) => problemsOf(document, text)), ...reader.anchors.problems],
  };
}

/** Thousands of errors are made and never thrown: where they were made is nine tenths of their cost. */
function withoutStacks<T>(run: () => T): T {
  const errors = Error as ErrorConstructor & { stackTraceLimit?: number | undefined };
  const before = errors.stackTraceLimit;
  errors.stackTraceLimit = 0;
  try {
    return run();
  } finally {
    errors.stackTraceLimit = before;
  }
}

function problemsOf(document: Document, text: string): TreeProblem[] {
  return document.errors.slice(0, LIMITS.problems).map(({ message, pos }) => {
    const start = Math.max(0, Math.min(pos[0], text.length));
    return { code: 'syntax', message, span: { start, end: Math.max(start, Math.min(pos[1], text.length)) } };
  });
}

type Found = Node | null | undefined;
type Role = 'root' | 'item' | 'key' | 'value';

class DocumentReader {
  readonly gaps: Gaps;
  readonly starts: number[] = [];
  readonly anchors: Anchors = new Anchors();
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    this.gaps = new Gaps(text);
  }

  root(document: Document): TreeNode | undefined {
    this.anchors.clear();
    this.starts.push(this.gaps.openDocument());
    const node = document.contents;
    if (!node || (isEmptyScalar(node) && !node.tag && !node.anchor)) return undefined;
    return this.#node(node, 'root', false);
  }

  #node(node: Found, role: Role, inFlow: boolean): TreeNode {
    if (!node || isEmptyScalar(node)) return this.#empty(node, role, inFlow);
    const start = this.#within(node.range?.[0]);
    const properties = this.#properties(node, start, inFlow);
    // A block map starts with its first key, whose tag or anchor still stands before it.
    if (!isMap(node) || node.flow) this.gaps.moveTo(start);
    if (isAlias(node)) return this.#alias(node, start);
    if (isScalar(node)) return this.#scalar(node, start, properties);
    if (isMap(node)) return this.#map(node, start, properties);
    if (isSeq(node)) return this.#list(node, start, properties);
    return { kind: 'scalar', text: '', style: 'empty', span: { start, end: start } };
  }

  #alias(node: Alias, start: number): TreeNode {
    const span = { start, end: this.#endOf(node, start) };
    this.gaps.at = Math.max(this.gaps.at, span.end);
    return this.anchors.alias(this.#text.slice(start + 1, span.end), span);
  }

  #scalar(node: Scalar, start: number, properties: Props): TreeNode {
    const style = STYLES[node.type ?? 'PLAIN'] ?? 'plain';
    let end = this.#endOf(node, start);
    if (style === 'literal' || style === 'folded') {
      const content = Math.min(lineEnd(this.#text, start) + 1, this.#text.length);
      this.gaps.moveTo(content);
      end = blockEnd(this.#text, blockHeaderEnd(this.#text, start), content, end);
    }
    this.gaps.at = Math.max(this.gaps.at, end);
    const text = typeof node.value === 'string' ? node.value : (node.source ?? '');
    const read: TreeNode = { kind: 'scalar', text, style, span: { start, end }, ...properties };
    this.anchors.define(read);
    return read;
  }

  #map(node: YAMLMap, start: number, properties: Props): TreeNode {
    const map: Building = {
      kind: 'map',
      flow: node.flow === true,
      entries: [],
      span: { start, end: start },
      ...properties,
    };
    const bracket = map.flow && this.#text[start] === '{' && !isPairOnly(node, start);
    this.anchors.define(map);
    if (bracket) this.gaps.at = start + 1;
    for (const pair of node.items) {
      if (isPair(pair)) this.#entry(map, pair as Pair<Found, Found>);
    }
    return this.#closed(map, bracket);
  }

  #entry(map: Building & { readonly kind: 'map' }, pair: Pair<Found, Found>): void {
    const key = this.#node(pair.key, 'key', map.flow);
    const value = this.#node(pair.value, 'value', map.flow);
    const { tag, anchor, span } = key;
    const start = Math.min(tag?.span.start ?? span.start, anchor ? anchor.span.start - 1 : span.start, span.start);
    map.entries.push({ key, value, span: { start, end: Math.max(span.end, value.span.end) } });
  }

  #list(node: YAMLSeq, start: number, properties: Props): TreeNode {
    const list: Building = {
      kind: 'list',
      flow: node.flow === true,
      items: [],
      span: { start, end: start },
      ...properties,
    };
    const bracket = list.flow && this.#text[start] === '[';
    this.anchors.define(list);
    if (bracket) this.gaps.at = start + 1;
    for (const item of node.items) list.items.push(this.#node(item as Found, 'item', list.flow));
    return this.#closed(list, bracket);
  }

  #closed(node: Building, bracket: boolean): TreeNode {
    node.span.end = endOf(node);
    if (bracket) {
      const at = this.gaps.peek(this.gaps.at, ',:');
      if (this.#text[at] === (node.kind === 'map' ? '}' : ']')) {
        this.gaps.moveTo(at);
        this.gaps.at = at + 1;
        node.span.end = at + 1;
      }
    } else if (node.kind === 'map') node.span.start = node.entries[0]?.span.start ?? node.span.start;
    this.anchors.close(node);
    return node;
  }

  /** Zero-width place of a node that nobody wrote: behind the colon, the dash or the question mark it belongs to. */
  #empty(node: Found, role: Role, inFlow: boolean): TreeNode {
    const limit = node?.tag || node?.anchor ? this.#text.length : 0;
    let at = this.#emptyAt(role);
    const properties = limit > 0 && node ? this.#firstProperties(at, inFlow) : NONE;
    at = Math.max(at, properties.tag?.span.end ?? 0, properties.anchor?.span.end ?? 0);
    this.gaps.moveTo(at);
    const read: TreeNode = { kind: 'scalar', text: '', style: 'empty', span: { start: at, end: at }, ...properties };
    this.anchors.define(read);
    return read;
  }

  #emptyAt(role: Role): number {
    const at = this.gaps.peek();
    const sign = this.#text[at];
    if (role === 'value') return sign === ':' ? at + 1 : this.gaps.at;
    if (role === 'item') return sign === '-' ? at + 1 : this.gaps.at;
    const key = this.gaps.peek(at, ',{[');
    return this.#text[key] === '?' ? key + 1 : key;
  }

  #firstProperties(from: number, inFlow: boolean): Props {
    this.gaps.moveTo(from);
    const end = lineEnd(this.#text, this.gaps.peek(from));
    return only(this.gaps.properties(end, inFlow));
  }

  #properties(node: Node, end: number, inFlow: boolean): Props {
    if (isAlias(node) || !(node.tag || (node as Scalar).anchor)) return NONE;
    const found = this.gaps.properties(end, inFlow);
    if (found.start !== undefined) {
      this.gaps.moveTo(found.start);
      this.gaps.at = Math.max(found.tag?.span.end ?? 0, found.anchor?.span.end ?? 0);
    }
    return only(found);
  }

  #within(offset: number | undefined): number {
    return Math.max(this.gaps.at, Math.min(offset ?? this.gaps.at, this.#text.length));
  }

  #endOf(node: Node, start: number): number {
    return Math.max(start, Math.min(node.range?.[1] ?? start, this.#text.length));
  }
}

type Props = { readonly tag?: Written; readonly anchor?: Written };
const NONE: Props = {};

function only({ tag, anchor }: Props): Props {
  return { ...(tag && { tag }), ...(anchor && { anchor }) };
}

function isEmptyScalar(node: Node): node is Scalar {
  return isScalar(node) && (node.range ? node.range[0] === node.range[1] : true);
}

/** A map in a flow list without brackets of its own starts where its first key starts. */
function isPairOnly(node: YAMLMap, start: number): boolean {
  const key = node.items[0]?.key as Found;
  return key?.range?.[0] === start;
}
