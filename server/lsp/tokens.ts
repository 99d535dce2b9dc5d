import {
  type SemanticTokens,
  SemanticTokensBuilder,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
} from 'vscode-languageserver';
import type { SemanticToken } from '../core/model/editor.ts';
import type { Span } from '../core/model/span.ts';
import { ask } from '../core/service/ask.ts';
import { TOKEN_MODIFIERS, TOKEN_TYPES } from './legend.ts';
import type { Session } from './session.ts';

export function serveTokens(session: Session): void {
  const { uris } = session;
  /** What the client has by document: the base of the next delta. */
  const given = new Map<string, SemanticTokensBuilder>();
  const fresh = (path: string): SemanticTokensBuilder => {
    const builder = new SemanticTokensBuilder();
    given.set(path, builder);
    return builder;
  };
  session.answer(SemanticTokensRequest.type, ({ textDocument }) => {
    const path = uris.pathOf(textDocument.uri);
    const builder = fresh(path);
    push(session, path, builder, undefined);
    return builder.build();
  });
  session.answer(SemanticTokensDeltaRequest.type, ({ textDocument, previousResultId }) => {
    const path = uris.pathOf(textDocument.uri);
    const builder = given.get(path) ?? fresh(path);
    builder.previousResult(previousResultId);
    push(session, path, builder, undefined);
    return builder.buildEdits();
  });
  session.answer(SemanticTokensRangeRequest.type, ({ textDocument, range }): SemanticTokens => {
    const path = uris.pathOf(textDocument.uri);
    const builder = new SemanticTokensBuilder();
    push(session, path, builder, session.positions(path).spanOf(range));
    return { data: builder.build().data };
  });
}

function push(session: Session, path: string, builder: SemanticTokensBuilder, within: Span | undefined): void {
  const tokens =
    ask(session.workspace, path, 'semantic tokens', ({ language, reading }) => language.tokens?.(reading)) ?? [];
  const text = session.workspace.text(path) ?? '';
  const positions = session.positions(path);
  let end = 0;
  for (const { span, type, modifiers = [] } of tokens.toSorted((a, b) => a.span.start - b.span.start)) {
    if (span.start < end || (within && (span.end <= within.start || span.start >= within.end))) continue;
    end = span.end;
    for (const line of linesOf(text, span)) {
      const from = positions.positionAt(line.start);
      const length = positions.positionAt(line.end).character - from.character;
      builder.push(from.line, from.character, length, TOKEN_TYPES.indexOf(type), bitsOf(modifiers));
    }
  }
}

/** No client is asked to take a token over several lines. */
function linesOf(text: string, { start, end }: Span): Span[] {
  const lines: Span[] = [];
  let from = start;
  for (let at = start; at <= end; at++) {
    const isBreak = at < end && (text[at] === '\n' || text[at] === '\r');
    if (at < end && !isBreak) continue;
    if (at > from) lines.push({ start: from, end: at });
    from = at + 1;
  }
  return lines;
}

function bitsOf(modifiers: NonNullable<SemanticToken['modifiers']>): number {
  return modifiers.reduce((bits, modifier) => bits | (1 << TOKEN_MODIFIERS.indexOf(modifier)), 0);
}
