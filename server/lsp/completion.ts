import {
  CompletionRequest,
  CompletionResolveRequest,
  HoverRequest,
  MarkupKind,
  SignatureHelpRequest,
} from 'vscode-languageserver';
import type { CompletionItem } from '../core/model/editor.ts';
import { ask } from '../core/service/ask.ts';
import { startersOf } from '../core/service/starters.ts';
import { whyAt } from '../core/service/why.ts';
import { completionItemOf, signatureHelpOf } from './convert.ts';
import { describedBySchema, schemaCompletions, schemaHover } from './described.ts';
import { type Session, throwIfCancelled } from './session.ts';

/** More than this nobody reads; the client asks again with every character. */
const MOST_ITEMS = 200;

export function serveCompletion(session: Session): void {
  const { workspace, uris } = session;
  session.answer(CompletionRequest.type, async ({ textDocument, position }, token) => {
    const path = uris.pathOf(textDocument.uri);
    await session.ready(path);
    throwIfCancelled(token);
    const offset = session.offsetOf(path, position);
    const found = describedBySchema(path)
      ? await schemaCompletions(session, path, offset)
      : (ask(workspace, path, 'completion', ({ language, reading, around }) =>
          language.complete?.(reading, offset, around),
        ) ?? startersOf(workspace, path, offset));
    const items = best(found ?? [], workspace.text(path) ?? '', offset);
    return {
      isIncomplete: (found?.length ?? 0) > items.length,
      items: items.map((item, rank) => completionItemOf(session, path, item, rank)),
    };
  });
  session.answer(CompletionResolveRequest.type, (item) => {
    const { uri, key } = (item.data ?? {}) as { readonly uri?: unknown; readonly key?: unknown };
    if (typeof uri !== 'string' || typeof key !== 'string') return item;
    const value = ask(workspace, uris.pathOf(uri), 'documentation', ({ language, around }) =>
      language.documentation?.(key, around),
    );
    return value === undefined ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value } };
  });
}

export function serveHover(session: Session): void {
  const { workspace, uris } = session;
  session.answer(HoverRequest.type, async ({ textDocument, position }, token) => {
    const path = uris.pathOf(textDocument.uri);
    await session.ready(path);
    throwIfCancelled(token);
    const offset = session.offsetOf(path, position);
    const hover = describedBySchema(path)
      ? await schemaHover(session, path, offset)
      : ask(workspace, path, 'hover', ({ language, reading, around }) => language.hover?.(reading, offset, around));
    const why = whyAt(workspace, path, offset, session.shown(path));
    const said = hover ?? why;
    if (!said) return null;
    const parts = [hover?.markdown, why?.markdown].filter((part) => part !== undefined);
    return {
      contents: { kind: MarkupKind.Markdown, value: parts.join('\n\n---\n\n') },
      range: session.positions(path).rangeOf(said.span),
    };
  });
  session.answer(SignatureHelpRequest.type, async ({ textDocument, position }, token) => {
    const path = uris.pathOf(textDocument.uri);
    await session.ready(path);
    throwIfCancelled(token);
    const offset = session.offsetOf(path, position);
    const help = ask(workspace, path, 'signature help', ({ language, reading, around }) =>
      language.signature?.(reading, offset, around),
    );
    return help ? signatureHelpOf(help) : null;
  });
}

/** Those that fit what stands before the cursor first, then by rank and label; at most `MOST_ITEMS`. */
function best(items: readonly CompletionItem[], text: string, offset: number): readonly CompletionItem[] {
  const ordered = items.toSorted(
    (a, b) => (a.rank ?? 0) - (b.rank ?? 0) || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0),
  );
  if (ordered.length <= MOST_ITEMS) return ordered;
  const fits = (item: CompletionItem): boolean => {
    const typed = text
      .slice(item.edit.span.start, Math.min(offset, item.edit.span.end))
      .toLowerCase()
      .replace(/^["']/, '');
    return isSubsequence(typed, (item.filter ?? item.label).toLowerCase());
  };
  return ordered.filter(fits).slice(0, MOST_ITEMS);
}

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const char of whole) if (at < part.length && char === part[at]) at++;
  return at === part.length;
}
