import {
  DocumentSymbolRequest,
  FoldingRangeRequest,
  type SelectionRange,
  SelectionRangeRequest,
  type SymbolInformation,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver';
import type { DocumentSymbol } from '../core/model/editor.ts';
import { ask } from '../core/service/ask.ts';
import { documentSymbolOf, foldingRangeOf, symbolKindOf } from './convert.ts';
import { type Session, throwIfCancelled } from './session.ts';

/** More than this nobody reads. */
const MOST_SYMBOLS = 500;

export function serveSymbols(session: Session): void {
  const { uris, workspace } = session;
  session.answer(DocumentSymbolRequest.type, ({ textDocument }) => {
    const path = uris.pathOf(textDocument.uri);
    const symbols = symbolsOf(session, path);
    return session.client.nestedSymbols
      ? symbols.map((symbol) => documentSymbolOf(session.positions(path), symbol))
      : symbols.flatMap((symbol) => flat(session, path, symbol, undefined));
  });
  session.answer(WorkspaceSymbolRequest.type, ({ query }, token) => {
    const wanted = query.toLowerCase();
    const found: SymbolInformation[] = [];
    for (const path of workspace.documents) {
      throwIfCancelled(token);
      const all = symbolsOf(session, path).flatMap((symbol) => flat(session, path, symbol, undefined));
      found.push(...all.filter(({ name }) => isSubsequence(wanted, name.toLowerCase())));
      if (found.length >= MOST_SYMBOLS) break;
    }
    return found.slice(0, MOST_SYMBOLS);
  });
}

export function serveStructure(session: Session): void {
  const { uris, workspace } = session;
  session.answer(FoldingRangeRequest.type, ({ textDocument }) => {
    const path = uris.pathOf(textDocument.uri);
    const ranges = ask(workspace, path, 'folding', ({ language, reading }) => language.folding?.(reading));
    return ranges
      ?.map((range) => foldingRangeOf(session.positions(path), range))
      .filter(({ startLine, endLine }) => endLine > startLine);
  });
  session.answer(SelectionRangeRequest.type, ({ textDocument, positions }) => {
    const path = uris.pathOf(textDocument.uri);
    return positions.map((position) => {
      const offset = session.offsetOf(path, position);
      const spans = ask(workspace, path, 'selection', ({ language, reading }) => language.selection?.(reading, offset));
      const here = { range: { start: position, end: position } };
      const ranges = (spans ?? []).map((span) => session.positions(path).rangeOf(span));
      return (
        ranges.reduceRight<SelectionRange | undefined>(
          (parent, range) => ({ range, ...(parent ? { parent } : {}) }),
          undefined,
        ) ?? here
      );
    });
  });
}

function symbolsOf(session: Session, path: string): readonly DocumentSymbol[] {
  return ask(session.workspace, path, 'symbols', ({ language, reading }) => language.symbols?.(reading)) ?? [];
}

function flat(
  session: Session,
  path: string,
  symbol: DocumentSymbol,
  container: string | undefined,
): SymbolInformation[] {
  const own: SymbolInformation = {
    name: symbol.name,
    kind: symbolKindOf(symbol.kind),
    location: { uri: session.uris.uriOf(path), range: session.positions(path).rangeOf(symbol.span) },
    ...(container ? { containerName: container } : {}),
  };
  return [own, ...symbol.children.flatMap((child) => flat(session, path, child, symbol.name))];
}

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const char of whole) if (at < part.length && char === part[at]) at++;
  return at === part.length;
}
