import type { Span } from '../../../model/span.ts';
import { entryIn } from '../../../model/table.ts';
import { keyText, type MapNode, type ScalarNode, type TreeEntry, type TreeNode } from '../../../model/tree.ts';
import {
  type HclAttribute,
  type HclBlock,
  type HclBody,
  type HclEntry,
  type HclExpression,
  type HclFile,
  type HclItem,
  type HclLabel,
  type HclProblem,
  readTemplate,
} from '../../../syntax/hcl.ts';
import { readJson } from '../../../syntax/json.ts';
import type { FileForm } from './kind.ts';

/** Labels of the blocks of a configuration; what is not named here has none. */
const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  action: 2,
  module: 1,
  variable: 1,
  output: 1,
  provider: 1,
  check: 1,
  run: 1,
  mock_provider: 1,
  backend: 1,
  provisioner: 1,
  dynamic: 1,
  provider_meta: 1,
};

/** Keys that are blocks wherever they stand in a body; whether another key is one, only a schema can tell. */
const NESTED = new Set([
  'required_providers',
  'backend',
  'cloud',
  'lifecycle',
  'provisioner',
  'connection',
  'dynamic',
  'content',
  'validation',
  'precondition',
  'postcondition',
  'assert',
]);

/** JSON syntax of the configuration language (`.tf.json`, `.tfvars.json`), mapped to the same tree as the native one. */
export function readHclJson(text: string, form: FileForm): HclFile {
  const tree = readJson(text);
  const reader = new JsonMapper(text);
  const [root] = tree.roots;
  const items = root?.kind === 'map' ? (form.kind === 'variables' ? reader.attributes(root) : reader.blocks(root)) : [];
  const problems: HclProblem[] = tree.problems.map(({ message, span }) => ({ code: 'syntax', message, span }));
  if (!root && problems.length === 0) {
    problems.push({
      code: 'syntax',
      message: 'A JSON file holds one object: write at least {}.',
      span: { start: 0, end: text.length },
    });
  }
  return {
    text,
    body: { span: { start: 0, end: text.length }, items },
    tokens: { kinds: [], starts: [], ends: [] },
    comments: [],
    problems: [...problems, ...reader.problems],
  };
}

class JsonMapper {
  readonly problems: HclProblem[] = [];
  /** The text with every escape sequence replaced by as many characters, so that offsets stay. */
  readonly #plain: string;

  constructor(text: string) {
    this.#plain = text.replace(/\\(?:u[0-9a-fA-F]{4}|.)/gs, (sequence) =>
      sequence === '\\n' ? ' \n' : ` ${sequence.slice(1)}`,
    );
  }

  blocks(map: MapNode): HclItem[] {
    return map.entries.flatMap((entry) => {
      const type = keyText(entry);
      return type === undefined || type === '//' ? [] : this.#block(entry, [], entryIn(LABELS, type) ?? 0);
    });
  }

  attributes(map: MapNode): HclItem[] {
    return map.entries.flatMap((entry): HclItem[] => {
      const name = keyText(entry);
      if (name === undefined || name === '//') return [];
      return NESTED.has(name) ? this.#block(entry, [], entryIn(LABELS, name) ?? 0) : [this.#attribute(entry, name)];
    });
  }

  /** Objects nest once per label; a list stands for several blocks. */
  #block(entry: TreeEntry, labels: readonly TreeEntry[], missing: number): HclItem[] {
    const { value } = entry;
    const nodes = value.kind === 'list' ? value.items : [value];
    return nodes.flatMap((node): HclItem[] => {
      if (node.kind !== 'map') return [];
      if (missing === 0) return [this.#body(entry, labels, node)];
      return node.entries.flatMap((inner) =>
        keyText(inner) === '//' ? [] : this.#labelled(entry, [...labels, inner], missing - 1, inner.value),
      );
    });
  }

  #labelled(entry: TreeEntry, labels: readonly TreeEntry[], missing: number, value: TreeNode): HclItem[] {
    return this.#block({ ...entry, value, span: { start: entry.span.start, end: value.span.end } }, labels, missing);
  }

  #body(entry: TreeEntry, labels: readonly TreeEntry[], map: MapNode): HclBlock {
    const type = { value: keyText(entry) ?? '', span: inside(entry.key.span) };
    const last = labels.at(-1);
    const start = last?.span.start ?? entry.span.start;
    // With its braces, as the rewriter of JSON wants it.
    const body: HclBody = { span: map.span, items: this.attributes(map) };
    return {
      kind: 'block',
      type,
      labels: labels.map(labelOf),
      body,
      header: last?.key.span ?? entry.key.span,
      open: { start: map.span.start, end: map.span.start + 1 },
      close: { start: Math.max(map.span.start, map.span.end - 1), end: map.span.end },
      span: { start, end: map.span.end },
    };
  }

  #attribute(entry: TreeEntry, name: string): HclAttribute {
    const equals = { start: entry.key.span.end, end: entry.value.span.start };
    const value = this.#expression(entry.value);
    return { kind: 'attribute', name: { value: name, span: inside(entry.key.span) }, equals, value, span: entry.span };
  }

  #expression(node: TreeNode): HclExpression {
    const { span } = node;
    if (node.kind === 'list') return { kind: 'tuple', items: node.items.map((item) => this.#expression(item)), span };
    if (node.kind === 'map') return { kind: 'object', entries: node.entries.map((entry) => this.#entry(entry)), span };
    return node.kind === 'scalar' ? this.#scalar(node) : { kind: 'missing', span };
  }

  #entry(entry: TreeEntry): HclEntry {
    const key = this.#expression(entry.key);
    const separator = { start: entry.key.span.end, end: entry.value.span.start };
    return { key, name: keyText(entry) ?? '', separator, value: this.#expression(entry.value), span: entry.span };
  }

  /** A string is a template; one that is a single interpolation has the value of its expression. */
  #scalar({ text, style, span }: ScalarNode): HclExpression {
    if (style !== 'double') return { kind: 'literal', value: literalOf(text), span };
    const inner = inside(span);
    if (!text.includes('${') && !text.includes('%{')) {
      const parts = text === '' ? [] : [{ kind: 'text' as const, value: text, span: inner }];
      return { kind: 'template', style: 'quoted', parts, inner, span };
    }
    const { template, problems } = readTemplate(this.#plain, inner.start, inner.end);
    this.problems.push(...problems);
    const [only] = template.parts;
    if (template.parts.length === 1 && only?.kind === 'interpolation') return only.expression;
    return { ...template, span, inner };
  }
}

function labelOf(entry: TreeEntry): HclLabel {
  return { value: keyText(entry) ?? '', span: entry.key.span, inner: inside(entry.key.span), quoted: true };
}

function literalOf(text: string): number | boolean | null {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return text === '' || text === 'null' || Number.isNaN(number) ? null : number;
}

/** Without the quotes or brackets. */
function inside({ start, end }: Span): Span {
  return end - start >= 2 ? { start: start + 1, end: end - 1 } : { start, end };
}
