import type { Comment } from '../../../model/comment.ts';
import { keyText, type ListNode, type MapNode, type Tree, type TreeNode } from '../../../model/tree.ts';
import { yamlString } from '../../../syntax/rewrite/scalar.ts';
import { literalText } from '../../../syntax/rewrite/value.ts';
import { FUNCTIONS, type Intrinsic, intrinsicOf } from '../intrinsic.ts';

/** What stands behind a key or a dash on its line, and the lines below it. */
interface Written {
  readonly head: string;
  readonly body: readonly string[];
}

/** Columns of one level. */
const STEP = 2;
/** A list of arguments that fits into so many characters stands on one line. */
const LONGEST_INLINE = 80;

/** A JSON template as YAML: functions in their short form, texts of several lines as blocks, comments where they stood. */
export function toYaml(tree: Tree, root: MapNode): string {
  const writer = new YamlWriter(tree);
  return `${[...writer.map(root, 0), ...writer.rest()].join('\n')}\n`;
}

class YamlWriter {
  readonly #text: string;
  readonly #comments: readonly Comment[];
  #next = 0;
  #section = '';

  constructor({ text, comments }: Tree) {
    this.#text = text;
    this.#comments = comments;
  }

  map(node: MapNode, column: number): string[] {
    return node.entries.flatMap((entry) => {
      const key = keyText(entry) ?? '';
      if (column === 0) this.#section = key;
      const before = this.#commentsBefore(entry.key.span.start, column);
      const { head, body } = this.#value(entry.value, column);
      const line = `${pad(column)}${yamlString(key, { flow: false })}:${head}${this.#commentBehind(entry.span.end, body)}`;
      return [...before, line, ...body];
    });
  }

  /** Comments behind everything. */
  rest(): string[] {
    return this.#commentsBefore(this.#text.length + 1, 0);
  }

  #list(node: ListNode, column: number): string[] {
    return node.items.flatMap((item) => {
      const before = this.#commentsBefore(item.span.start, column);
      const { head, body } = this.#value(item, column);
      if (head !== '' || body.length === 0)
        return [...before, `${pad(column)}-${head}${this.#commentBehind(item.span.end, body)}`, ...body];
      return [...before, `${pad(column)}- ${body[0]?.slice(column + STEP) ?? ''}`, ...body.slice(1)];
    });
  }

  #value(node: TreeNode, column: number): Written {
    const call = this.#short(node);
    if (call !== undefined) return this.#call(call, column);
    if (node.kind === 'scalar') return scalar(node, column);
    if (node.kind === 'map')
      return node.entries.length === 0 ? inline('{}') : { head: '', body: this.map(node, column + STEP) };
    if (node.kind === 'list')
      return node.items.length === 0 ? inline('[]') : { head: '', body: this.#list(node, column + STEP) };
    return inline('null');
  }

  #call({ name, args }: Intrinsic, column: number): Written {
    const attribute = name === 'GetAtt' ? attributeOf(args) : undefined;
    const flow = attribute ?? this.#flow(args, false);
    if (flow !== undefined && flow.length <= LONGEST_INLINE) return inline(`!${name} ${flow}`);
    const { head, body } = this.#value(args, column);
    return { head: ` !${name}${head}`, body };
  }

  /** The function, when it can be written by a tag: a value takes one tag only. */
  #short(node: TreeNode): Intrinsic | undefined {
    const call = node.kind === 'map' ? intrinsicOf(node) : undefined;
    if (call === undefined || !FUNCTIONS.has(call.name) || call.name === 'Transform') return undefined;
    if (call.name === 'Condition' && this.#section !== 'Conditions') return undefined;
    if (call.name === 'GetAtt' && call.args.kind === 'list' && attributeOf(call.args) === undefined) return undefined;
    const empty = call.args.kind === 'scalar' && call.args.style === 'empty';
    return empty || this.#short(call.args) !== undefined ? undefined : call;
  }

  /** One line, inside brackets or alone; undefined for what needs lines of its own. */
  #flow(node: TreeNode, inBrackets: boolean): string | undefined {
    if (node.kind === 'scalar') return node.text.includes('\n') ? undefined : bare(node, inBrackets);
    if (node.kind === 'list') {
      const items = node.items.map((item) => this.#flow(item, true));
      return items.every((item) => item !== undefined) ? `[${items.join(', ')}]` : undefined;
    }
    const call = this.#short(node);
    const args = call && ((call.name === 'GetAtt' ? attributeOf(call.args) : undefined) ?? this.#flow(call.args, true));
    return call && args !== undefined ? `!${call.name} ${args}` : undefined;
  }

  #commentsBefore(offset: number, column: number): string[] {
    const lines: string[] = [];
    for (let it = this.#comments[this.#next]; it && it.span.start < offset; it = this.#comments[++this.#next])
      lines.push(...commentLines(it).map((line) => `${pad(column)}${line}`));
    return lines;
  }

  /** A comment on the same line as the end of what was written, when nothing stands below it. */
  #commentBehind(end: number, body: readonly string[]): string {
    const next = this.#comments[this.#next];
    if (body.length > 0 || !next || next.own || !/^[ \t]*,?[ \t]*$/.test(this.#text.slice(end, next.span.start)))
      return '';
    const lines = commentLines(next);
    if (lines.length > 1) return '';
    this.#next++;
    return ` ${lines[0]}`;
  }
}

function scalar(node: Extract<TreeNode, { kind: 'scalar' }>, column: number): Written {
  const [head, ...body] = (node.style === 'double' && literalText(node.text, column + STEP)) || [];
  return head === undefined ? inline(bare(node, false)) : { head: ` ${head}`, body };
}

function bare(node: Extract<TreeNode, { kind: 'scalar' }>, flow: boolean): string {
  if (node.style === 'empty') return 'null';
  return node.style === 'plain' ? node.text : yamlString(node.text, { flow });
}

/** `["A", "B.C"]` as `A.B.C`. */
function attributeOf(args: TreeNode): string | undefined {
  const items = args.kind === 'list' ? args.items : [];
  const parts = items.map((item) => (item.kind === 'scalar' ? item.text : ''));
  return parts.length > 1 && parts.every((part) => /^[\w.]+$/.test(part)) ? parts.join('.') : undefined;
}

function commentLines({ text }: Comment): string[] {
  return text.split('\n').map((line) => `# ${line.trim().replace(/^\*\s?/, '')}`.trimEnd());
}

function inline(text: string): Written {
  return { head: ` ${text}`, body: [] };
}

function pad(column: number): string {
  return ' '.repeat(column);
}
