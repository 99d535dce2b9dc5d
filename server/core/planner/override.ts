import type { Comment } from '../model/comment.ts';
import type { Resource } from '../model/fact.ts';
import type { LifecycleClass } from '../model/lifecycle.ts';
import type { Span } from '../model/span.ts';
import { literalText, valueAt } from '../model/value.ts';
import { ownerOf } from './graph.ts';
import type { Overrides } from './input.ts';

const CLASSES: readonly LifecycleClass[] = [
  'stateless',
  'persistent',
  'volatile',
  'cache',
  'router',
  'config',
  'network',
  'external',
  'unknown',
];

const OVERRIDE = /^verdigris:\s*lifecycle\s*=\s*([a-z]+)\s*(?:--\s*(.*))?$/;

/**
 * `verdigris: lifecycle=persistent -- reason` at a resource: inside it, on its first line, or on the lines directly above.
 * `nodes` come outermost first, as a reading gives them; the innermost that is hit wins. Unknown words are ignored.
 */
export function overridesIn(
  text: string,
  comments: readonly Comment[],
  nodes: readonly { readonly path: string; readonly span: Span; readonly header: Span }[],
): Overrides {
  const found: Record<string, Overrides[string]> = {};
  for (const comment of comments) {
    const [, word, reason] = OVERRIDE.exec(comment.text.trim()) ?? [];
    const state = CLASSES.find((name) => name === word);
    if (state === undefined) continue;
    const node = comment.own ? nodeBelow(text, comment, comments, nodes) : undefined;
    const target =
      node ??
      nodes.findLast(({ span }) => span.start <= comment.span.start && comment.span.end <= span.end) ??
      nodes.findLast(({ header }) => sameLine(text, header.start, comment.span.start));
    if (target) found[target.path] = { class: state, ...(reason ? { reason: reason.trim() } : {}) };
  }
  return found;
}

/** The outermost node that starts on the next line which is no comment. */
function nodeBelow<N extends { readonly header: Span }>(
  text: string,
  comment: Comment,
  comments: readonly Comment[],
  nodes: readonly N[],
): N | undefined {
  let at = comment.span.end;
  for (;;) {
    const rest = /^[^\n]*\n\s*/.exec(text.slice(at));
    if (!rest) return undefined;
    at += rest[0].length;
    const next = comments.find((other) => other.own && sameLine(text, other.span.start, at));
    if (!next) break;
    at = next.span.end;
  }
  return nodes.find(({ header }) => sameLine(text, header.start, at) && header.start >= at - 2);
}

function sameLine(text: string, a: number, b: number): boolean {
  return !text.slice(Math.min(a, b), Math.max(a, b)).includes('\n');
}

/** The same by resource: what is said inside one, or at one of its settings, is said about it. */
export function byResource(overrides: Overrides, ids: { readonly has: (id: string) => boolean }): Overrides {
  const owned = Object.entries(overrides).flatMap(([path, override]) => {
    const id = ownerOf(path, ids);
    return id === undefined ? [] : [[id, override] as const];
  });
  return Object.fromEntries(owned);
}

/** `Metadata: { Verdigris: { lifecycle: persistent } }`; undefined when it is not there or no class. */
export function metadataOverride({ settings }: Resource): LifecycleClass | undefined {
  const word = literalText(valueAt(settings, 'Metadata', 'Verdigris', 'lifecycle'));
  return CLASSES.find((name) => name === word);
}
