import type { Edit, Span } from '../../../model/span.ts';
import { keyText, type TreeEntry, type TreeNode } from '../../../model/tree.ts';
import { columnOf } from '../../../syntax/rewrite/layout.ts';
import { FUNCTIONS, intrinsicOf } from '../intrinsic.ts';
import { longName } from './meaning.ts';

export type Form = 'short' | 'long';

/** What a node hangs on: its key, a dash, a bracket, or nothing. */
type Holder = TreeEntry | 'dash' | 'bracket' | undefined;

/** Text to put over a span; `moved` = columns by which the line of the span moves. */
interface Change {
  readonly span: Span;
  readonly text: (moved: number) => string;
}

/** Lines that start in the span move by so many columns. */
interface Shift {
  readonly span: Span;
  readonly by: number;
}

/**
 * Edits that write the functions in a node, however deep, in the other form. Comments, order and quotes stay. A function that cannot take
 * the form where it stands keeps its own: two tags on one value, a comment between key and function, an attribute that is computed.
 */
export function formEdits(source: string, at: Place, form: Form, step: number): readonly Edit[] {
  const writer = new FormWriter(source, form, step, at.section);
  writer.visit(at.node, at.holder);
  return writer.edits();
}

export interface Place {
  readonly node: TreeNode;
  readonly holder: Holder;
  /** Section it stands in: only Conditions holds `Condition: Name` as a function. */
  readonly section: string;
}

/** Functions around the offset, outermost first; with `!Base64 { Fn::Sub: … }` both. */
export function functionsAt(root: TreeNode, offset: number): Place[] {
  const found: Place[] = [];
  let at: Place | undefined = { node: root, holder: undefined, section: '' };
  while (at !== undefined) {
    if (FUNCTIONS.has(intrinsicOf(at.node)?.name ?? '')) found.push(at);
    at = childAt(at, offset);
  }
  return found;
}

function childAt({ node, holder, section }: Place, offset: number): Place | undefined {
  const within = (span: Span, from = span.start) => from <= offset && offset <= span.end;
  if (node.kind === 'map') {
    const entry = node.entries.find((each) => within(each.span));
    if (entry === undefined || offset <= entry.key.span.end) return undefined;
    const name = holder === undefined && section === '' ? (keyText(entry) ?? '') : section;
    return { node: entry.value, holder: node.flow ? 'bracket' : entry, section: name };
  }
  const item = node.kind === 'list' ? node.items.find((each) => within(each.span, tagStart(each))) : undefined;
  return item && { node: item, holder: node.kind === 'list' && node.flow ? 'bracket' : 'dash', section };
}

function tagStart(node: TreeNode): number {
  return node.tag?.span.start ?? node.span.start;
}

class FormWriter {
  readonly #source: string;
  readonly #form: Form;
  readonly #step: number;
  readonly #changes: Change[] = [];
  readonly #shifts: Shift[] = [];
  #section: string;

  constructor(source: string, form: Form, step: number, section: string) {
    this.#source = source;
    this.#form = form;
    this.#step = step;
    this.#section = section;
  }

  visit(node: TreeNode, holder: Holder): void {
    if (node.anchor === undefined) {
      if (this.#form === 'long') this.#lengthen(node, holder);
      else this.#shorten(node, holder);
    }
    if (node.kind === 'list') for (const item of node.items) this.visit(item, node.flow ? 'bracket' : 'dash');
    if (node.kind !== 'map') return;
    for (const entry of node.entries) {
      if (holder === undefined && this.#section === '') this.#within(entry);
      else this.visit(entry.value, node.flow ? 'bracket' : entry);
    }
  }

  edits(): Edit[] {
    const moved = (offset: number) =>
      this.#shifts.reduce((sum, { span, by }) => (span.start < offset && offset < span.end ? sum + by : sum), 0);
    const changes = this.#changes.map(
      ({ span, text }): Edit => ({ span, text: text(moved(lineOf(this.#source, span.start))) }),
    );
    const lines = new Map<number, number>();
    for (const { span } of this.#shifts)
      for (
        let at = this.#source.indexOf('\n', span.start) + 1;
        at > 0 && at < span.end;
        at = this.#source.indexOf('\n', at) + 1
      )
        lines.set(at, moved(at));
    const covered = (offset: number) => changes.some(({ span }) => span.start < offset && offset <= span.end);
    const shifted = [...lines].flatMap(([at, by]): Edit[] => {
      const spaces = /^ */.exec(this.#source.slice(at, at + 200))?.[0].length ?? 0;
      const empty = /^[ \t]*\r?(?:\n|$)/.test(this.#source.slice(at, at + 200));
      if (by === 0 || empty || covered(at)) return [];
      return [
        by > 0
          ? { span: { start: at, end: at }, text: ' '.repeat(by) }
          : { span: { start: at, end: at + Math.min(-by, spaces) }, text: '' },
      ];
    });
    return [...changes, ...shifted].toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  }

  #within(entry: TreeEntry): void {
    this.#section = keyText(entry) ?? '?';
    this.visit(entry.value, entry);
    this.#section = '';
  }

  #lengthen(node: TreeNode, holder: Holder): void {
    const name = node.tag?.value.slice(1) ?? '';
    if (node.tag === undefined || !FUNCTIONS.has(name) || holder === undefined || isEmpty(node)) return;
    const key = `${longName(name)}:`;
    const { tag } = node;
    const between = typeof holder === 'object' ? this.#source.slice(holder.key.span.end, tag.span.start) : '';
    if (holder === 'bracket') {
      this.#put(tag.span, `{ ${key}`);
      this.#put({ start: node.span.end, end: node.span.end }, ' }');
    } else if (typeof holder === 'object' && /^\s*:[ \t]+$/.test(between)) {
      const column = columnOf(this.#source, holder.key.span.start) + this.#step;
      const span = { start: holder.key.span.end, end: tag.span.end };
      this.#changes.push({ span, text: (moved) => `:${this.#newline}${' '.repeat(column + moved)}${key}` });
    } else if (holder === 'dash' || /^\s*:[ \t]*\r?\n[ \t]*$/.test(between)) {
      this.#put(tag.span, key);
    } else return;
    if (holder !== 'bracket') this.#shift(tag.span.end, node.span.end, this.#step);
    if (name === 'GetAtt' && node.kind === 'scalar') this.#attributeAsList(node);
  }

  #attributeAsList(node: Extract<TreeNode, { kind: 'scalar' }>): void {
    const [first = '', ...rest] = node.text.split('.');
    if (rest.length > 0 && /^[\w.]+$/.test(node.text)) this.#put(node.span, `[${first}, ${rest.join('.')}]`);
  }

  #shorten(node: TreeNode, holder: Holder): void {
    const entry = node.kind === 'map' && node.tag === undefined ? node.entries[0] : undefined;
    const name = node.kind === 'map' && node.tag === undefined ? intrinsicOf(node)?.name : undefined;
    if (entry === undefined || name === undefined || holder === undefined || !this.#mayShorten(name, entry.value))
      return;
    const { value } = entry;
    const tag = `!${name}`;
    const listed = name === 'GetAtt' && value.kind === 'list' ? attributeText(value) : undefined;
    if (listed !== undefined && this.#source.slice(entry.key.span.end, value.span.end).includes('#')) return;
    const colon =
      entry.key.span.end + (/^\s*:/.exec(this.#source.slice(entry.key.span.end, value.span.start))?.[0].length ?? 0);
    const flow = node.kind === 'map' && node.flow;
    if (flow) {
      const ends = [
        this.#source.slice(node.span.start, value.span.start),
        this.#source.slice(value.span.end, node.span.end),
      ];
      if (ends.some((text) => text.includes('#')) || !/^\s*\}$/.test(ends[1] ?? '')) return;
      this.#put({ start: node.span.start, end: value.span.start }, `${tag} `);
      this.#put({ start: value.span.end, end: node.span.end }, '');
    } else if (holder === 'dash') {
      this.#put({ start: entry.key.span.start, end: colon }, tag);
    } else if (
      typeof holder === 'object' &&
      /^\s*:[ \t]*\r?\n[ \t]*$/.test(this.#source.slice(holder.key.span.end, node.span.start))
    ) {
      const by = columnOf(this.#source, holder.key.span.start) - columnOf(this.#source, node.span.start);
      this.#put({ start: holder.key.span.end, end: colon }, `: ${tag}`);
      this.#shift(colon, value.span.end, by);
    } else return;
    if (listed !== undefined && flow) this.#put(value.span, listed);
    else if (listed !== undefined) this.#put({ start: colon, end: value.span.end }, ` ${listed}`);
  }

  /** A value has one tag only, and a computed attribute has no short form. */
  #mayShorten(name: string, value: TreeNode): boolean {
    if (!FUNCTIONS.has(name) || name === 'Transform' || (name === 'Condition' && this.#section !== 'Conditions'))
      return false;
    if (value.tag !== undefined || value.anchor !== undefined || value.kind === 'alias' || isEmpty(value)) return false;
    if (FUNCTIONS.has(intrinsicOf(value)?.name ?? '')) return false;
    return name !== 'GetAtt' || value.kind === 'scalar' || attributeText(value) !== undefined;
  }

  get #newline(): string {
    return this.#source.includes('\r\n') ? '\r\n' : '\n';
  }

  #put(span: Span, text: string): void {
    this.#changes.push({ span, text: () => text });
  }

  #shift(start: number, end: number, by: number): void {
    this.#shifts.push({ span: { start, end }, by });
  }
}

/** `[A, B, C]` as `A.B.C`; undefined where a part is computed. */
function attributeText(node: TreeNode): string | undefined {
  const items = node.kind === 'list' ? node.items : [];
  const parts = items.map((item) => (item.kind === 'scalar' && item.tag === undefined ? item.text : ''));
  return parts.length > 1 && parts.every((part) => /^[\w.]+$/.test(part)) ? parts.join('.') : undefined;
}

function isEmpty(node: TreeNode): boolean {
  return node.kind === 'scalar' && node.style === 'empty';
}

function lineOf(source: string, offset: number): number {
  return source.lastIndexOf('\n', offset - 1) + 1;
}
