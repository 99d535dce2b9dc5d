import type { Span } from '../../../model/span.ts';
import type { MapNode, TreeNode } from '../../../model/tree.ts';
import type { AnsibleReading } from '../reading.ts';
import { fix, type Report } from './rule.ts';

/** White space around the signs of YAML, as the configuration of yamllint has it that ansible-lint brings. */
export function yamlStyle({ tree }: AnsibleReading, report: Report): void {
  const style = new Style(tree.text, report);
  for (const root of tree.roots) if (root !== undefined) style.visit(root, 0);
  for (const { span } of tree.comments) style.comment(span);
  style.emptyLines();
}

const DEEPEST = 60;
/** Empty lines one after another. */
const MOST_EMPTY = 2;

class Style {
  readonly #text: string;
  readonly #report: Report;
  /** Spaces one level is indented by: those of the first that is. */
  #step: number | undefined;

  constructor(text: string, report: Report) {
    this.#text = text;
    this.#report = report;
  }

  visit(node: TreeNode, depth: number): void {
    if (depth > DEEPEST || node.kind === 'alias') return;
    if (node.kind === 'scalar') {
      this.#octal(node);
      return;
    }
    const children: readonly TreeNode[] = node.kind === 'list' ? node.items : node.entries.map(({ value }) => value);
    if (node.flow) this.#flow(node);
    else if (node.kind === 'list') for (const item of node.items) this.#hyphen(item);
    if (node.kind === 'map') this.#colons(node);
    if (node.kind === 'map' && !node.flow) this.#indentation(node);
    for (const child of children) this.visit(child, depth + 1);
  }

  /** `#!` on the first line is for the shell. */
  comment({ start, end }: Span): void {
    const text = this.#text.slice(start, end);
    const signs = /^#+/.exec(text)?.[0].length ?? 0;
    const next = text.charAt(signs);
    if (signs === 0 || next === '' || next === ' ' || next === '\r' || (start === 0 && next === '!')) return;
    const at = { start: start + signs, end: start + signs };
    this.#say('comments', { start, end }, 'A space belongs behind the sign of a comment.', fix('Put a space', at, ' '));
  }

  emptyLines(): void {
    const text = this.#text;
    if (text.trim() === '') return;
    for (const { 0: lines, index } of text.matchAll(/(?:^|\n)(?:\r?\n)+/g)) {
      const first = index === 0 ? 0 : index + 1;
      const end = index + lines.length;
      const empty = text.slice(first, end).split('\n');
      const most = first === 0 || end === text.length ? 0 : MOST_EMPTY;
      const count = empty.length - 1;
      if (count <= most) continue;
      const spare = { start: first + empty.slice(0, most).join('\n').length + (most > 0 ? 1 : 0), end };
      const where = first === 0 ? 'at the beginning' : end === text.length ? 'at the end' : 'one after another';
      // They may belong to a text in several lines.
      this.#say('empty-lines', spare, `${count} empty lines ${where}.`, fix('Take them away', spare, '', 'confirm'));
    }
  }

  /** `0644` is a number of another size than it looks. */
  #octal(node: TreeNode & { kind: 'scalar' }): void {
    if (node.style !== 'plain' || node.tag !== undefined || !/^0o?[0-7]+$/.test(node.text)) return;
    const message = `${node.text} is an octal number here: put it in quotes if it is a text.`;
    this.#say('octal-values', node.span, message, fix('Put it in quotes', node.span, `"${node.text}"`, 'confirm'));
  }

  #flow(node: TreeNode & { kind: 'list' | 'map' }): void {
    const [name, most] = node.kind === 'list' ? (['brackets', 0] as const) : (['braces', 1] as const);
    const { start, end } = node.span;
    const inner = this.#text.slice(start + 1, end - 1);
    if (!/^[[{]/.test(this.#text.charAt(start))) return;
    if (/^ *$/.test(inner)) {
      if (inner.length > most) this.#spaces(name, { start: start + 1, end: end - 1 }, 0, 'Too many spaces inside.');
      return;
    }
    const before = /^ */.exec(inner)?.[0].length ?? 0;
    const after = / *$/.exec(inner)?.[0].length ?? 0;
    if (before > most && !/^[ ]*(\r?\n|#)/.test(inner))
      this.#spaces(name, { start: start + 1, end: start + 1 + before }, most, 'Too many spaces inside.');
    if (after > most && !/\n[ ]*$/.test(inner))
      this.#spaces(name, { start: end - 1 - after, end: end - 1 }, most, 'Too many spaces inside.');
    const items = node.kind === 'list' ? node.items : node.entries;
    items.forEach((item, index) => {
      const next = items[index + 1];
      if (next !== undefined) this.#comma(item.span.end, next.span.start);
    });
  }

  #comma(from: number, to: number): void {
    const [between, before = '', after = ''] = /^([ ]*),([ ]*)/.exec(this.#text.slice(from, to)) ?? [];
    if (between === undefined) return;
    const at = from + before.length;
    if (before !== '') this.#spaces('commas', { start: from, end: at }, 0, 'No space before a comma.');
    if (at + 1 + after.length === to && after.length !== 1)
      this.#spaces('commas', { start: at + 1, end: to }, 1, 'One space after a comma.');
  }

  #colons(node: MapNode): void {
    for (const { key } of node.entries) {
      const from = key.span.end;
      const [between, before = '', after = ''] = /^([ ]*):([ ]*)/.exec(this.#text.slice(from, from + 200)) ?? [];
      if (between === undefined) continue;
      const at = from + before.length;
      if (before !== '') this.#spaces('colons', { start: from, end: at }, 0, 'No space before a colon.');
      const next = this.#text.charAt(at + 1 + after.length);
      if (after.length > 1 && !/[\r\n#]/.test(next) && next !== '')
        this.#spaces('colons', { start: at + 1, end: at + 1 + after.length }, 1, 'One space after a colon.');
    }
  }

  #hyphen(item: TreeNode): void {
    const line = this.#lineStart(item.span.start);
    const spaces = /(?:^|\s)-( {2,})$/.exec(this.#text.slice(line, item.span.start))?.[1];
    if (spaces !== undefined)
      this.#spaces(
        'hyphens',
        { start: item.span.start - spaces.length, end: item.span.start },
        1,
        'One space after a hyphen.',
        false,
      );
  }

  /** Lists and mappings on lines of their own, seen from the key they belong to. */
  #indentation(map: MapNode): void {
    for (const { key, value } of map.entries) {
      if ((value.kind !== 'map' && value.kind !== 'list') || value.flow) continue;
      const line = this.#lineStart(value.span.start);
      if (line <= key.span.start) continue;
      const own = this.#text.slice(line, value.span.start);
      if (!/^[ ]*$/.test(own)) continue;
      const parent = key.span.start - this.#lineStart(key.span.start);
      const found = own.length - parent;
      if (this.#step === undefined && found > 0) this.#step = found;
      if (found === (this.#step ?? -1)) continue;
      const wanted = this.#step === undefined ? `${parent + 1} at least` : String(parent + this.#step);
      this.#say(
        'indentation',
        { start: line, end: value.span.start },
        `Indented by ${own.length}, and ${wanted} is expected.`,
      );
    }
  }

  #lineStart(offset: number): number {
    return this.#text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** Where the columns of further lines hang on it, nothing is offered. */
  #spaces(name: string, span: Span, wanted: number, message: string, fixable = true): void {
    this.#say(name, span, message, fixable ? fix('Set the spaces right', span, ' '.repeat(wanted)) : []);
  }

  #say(name: string, span: Span, message: string, fixes: Parameters<Report>[3] = []): void {
    this.#report(`yaml[${name}]`, { span, node: '' }, message, fixes);
  }
}
