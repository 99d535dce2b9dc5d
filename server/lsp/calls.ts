import {
  CallHierarchyIncomingCallsRequest,
  type CallHierarchyItem,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  SymbolKind,
} from 'vscode-languageserver';
import type { CallItem } from '../core/model/editor.ts';
import { ask } from '../core/service/ask.ts';
import { placeOf } from './navigation.ts';
import type { Session } from './session.ts';

/** What needs what: `in` are the users of a thing, `out` is what it needs. */
export function serveCalls(session: Session): void {
  session.answer(CallHierarchyPrepareRequest.type, async (params, token) => {
    const { path, offset } = await placeOf(session, params, token);
    const item = ask(session.workspace, path, 'call hierarchy', ({ language, reading, around }) =>
      language.callItem?.(reading, offset, around),
    );
    return item ? [itemOf(session, item)] : null;
  });
  session.answer(CallHierarchyIncomingCallsRequest.type, ({ item }) =>
    callsOf(session, item, 'in').map((call) => ({
      from: itemOf(session, call.item),
      fromRanges: rangesOf(session, call.item.location.path, call.spans),
    })),
  );
  session.answer(CallHierarchyOutgoingCallsRequest.type, ({ item }) => {
    const own = session.uris.pathOf(item.uri);
    return callsOf(session, item, 'out').map((call) => ({
      to: itemOf(session, call.item),
      fromRanges: rangesOf(session, own, call.spans),
    }));
  });
}

function callsOf(
  session: Session,
  { uri, name, detail, range, selectionRange }: CallHierarchyItem,
  direction: 'in' | 'out',
) {
  const path = session.uris.pathOf(uri);
  const positions = session.positions(path);
  const location = { path, span: positions.spanOf(selectionRange), full: positions.spanOf(range) };
  const item: CallItem = { name, location, ...(detail ? { detail } : {}) };
  return (
    ask(session.workspace, path, 'call hierarchy', ({ language, around }) =>
      language.calls?.(item, direction, around),
    ) ?? []
  );
}

function rangesOf(session: Session, path: string, spans: readonly { readonly start: number; readonly end: number }[]) {
  return spans.map((span) => session.positions(path).rangeOf(span));
}

function itemOf(session: Session, { name, detail, location }: CallItem): CallHierarchyItem {
  const positions = session.positions(location.path);
  return {
    name,
    kind: SymbolKind.Object,
    uri: session.uris.uriOf(location.path),
    range: positions.rangeOf(location.full ?? location.span),
    selectionRange: positions.rangeOf(location.span),
    ...(detail ? { detail } : {}),
  };
}
