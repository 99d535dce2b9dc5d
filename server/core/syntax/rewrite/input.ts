import type { Intent } from '../../model/intent.ts';
import type { ScalarNode, Tree } from '../../model/tree.ts';
import { stepsTo } from './locate.ts';

/** How a language spells the use of an input. Names come in UPPER_SNAKE. */
export interface InputSpelling {
  /** In place of a whole scalar: text to be quoted as needed, or the notation's own expression. */
  whole(this: void, name: string): { readonly text: string } | { readonly raw: string };
  /** Inside the text of a scalar; undefined where this scalar cannot hold one. */
  part(this: void, name: string, scalar: ScalarNode): string | undefined;
  /** In place of `part` where that cannot be: the whole scalar with `text` in it (the uses spelt as in `part`), as the notation's expression. */
  rebuilt?(this: void, name: string, scalar: ScalarNode, text: (use: string) => string): string | undefined;
  /** What the language needs beside the use: a declaration that is not there yet, a tag that makes the scalar a template. */
  also?(this: void, name: string, value: string | undefined, scalar: ScalarNode, whole: boolean): readonly Intent[];
}

type UseInput = Extract<Intent, { readonly kind: 'useInput' }>;

/** The same intents with every `useInput` spelt out; undefined when one cannot be. */
export function withInputs(
  tree: Tree,
  intents: readonly Intent[],
  spelling: InputSpelling,
): readonly Intent[] | undefined {
  const spelt: Intent[] = [];
  for (const intent of intents) {
    const made = intent.kind === 'useInput' ? spell(tree, intent, spelling) : [intent];
    if (made === undefined) return undefined;
    spelt.push(...made.filter((each) => each.kind !== 'insertKey' || !isThere(spelt, each)));
  }
  return spelt;
}

/** Two uses of one input declare it once. */
function isThere(intents: readonly Intent[], wish: Intent): boolean {
  const text = JSON.stringify(wish);
  return intents.some((each) => each.kind === 'insertKey' && JSON.stringify(each) === text);
}

function spell(tree: Tree, intent: UseInput, spelling: InputSpelling): readonly Intent[] | undefined {
  const { at, name, before = '' } = intent;
  const scalar = scalarAround(tree, intent);
  if (scalar === undefined) return undefined;
  const quotes = scalar.style === 'single' || scalar.style === 'double' ? 1 : 0;
  const starts = at.start <= scalar.span.start + quotes;
  const whole = before === '' && at.end > at.start && starts && at.end >= scalar.span.end - quotes;
  const also = spelling.also?.(name, intent.default, scalar, whole) ?? [];
  if (whole) {
    const use = spelling.whole(name);
    const put: Intent =
      'raw' in use
        ? { kind: 'replaceText', at: scalar.span, text: use.raw }
        : { kind: 'setScalar', at: scalar.span, text: use.text };
    return [put, ...also];
  }
  const part = spelling.part(name, scalar);
  if (part === undefined) return rebuilt(tree, intent, scalar, spelling);
  if (scalar.style === 'empty') return undefined;
  // A plain scalar must not begin with a brace: what is put at its start makes it a whole new scalar.
  if (scalar.style === 'plain' && at.start === scalar.span.start) {
    const text = `${before}${part}${tree.text.slice(at.end, scalar.span.end)}`;
    return [{ kind: 'setScalar', at: scalar.span, text }, ...also];
  }
  const end = Math.min(at.end, scalar.span.end - quotes);
  const within = { start: Math.min(at.start, end), end };
  return [{ kind: 'replaceText', at: within, text: `${before}${part}` }, ...also];
}

/** The scalar without escapes only: its text and its offsets are then the same thing. */
function rebuilt(
  tree: Tree,
  { at, name, default: value, before = '' }: UseInput,
  scalar: ScalarNode,
  spelling: InputSpelling,
): readonly Intent[] | undefined {
  const inner = { start: scalar.span.start + 1, end: scalar.span.end - 1 };
  if (tree.text.slice(inner.start, inner.end) !== scalar.text) return undefined;
  const from = Math.max(0, Math.min(at.start, inner.end) - inner.start);
  const to = Math.max(from, Math.min(at.end, inner.end) - inner.start);
  const text = (use: string): string => scalar.text.slice(0, from) + before + use + scalar.text.slice(to);
  const raw = spelling.rebuilt?.(name, scalar, text);
  if (raw === undefined) return undefined;
  return [{ kind: 'replaceText', at: scalar.span, text: raw }, ...(spelling.also?.(name, value, scalar, true) ?? [])];
}

function scalarAround(tree: Tree, { at }: UseInput): ScalarNode | undefined {
  const step = stepsTo(tree, at).at(-1);
  const node = step?.kind === 'item' ? step.item : step?.entry.value;
  const fits = node?.kind === 'scalar' && node.span.start <= at.start && at.end <= node.span.end;
  return fits ? node : undefined;
}

/** A description to start from: `InfVersion` and `inf_version` become "Inf version". */
export function inputWords(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
