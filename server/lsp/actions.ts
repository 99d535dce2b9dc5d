import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionRequest,
  CodeActionResolveRequest,
  Command,
} from 'vscode-languageserver';
import type { Span } from '../core/model/span.ts';
import { ask } from '../core/service/ask.ts';
import { type Action, actionsAt, type FileEdits, safeEdits } from '../core/service/fixes.ts';
import { planActionsAt } from '../core/service/plan-fixes.ts';
import { FIX_ALL } from './capabilities.ts';
import { diagnosticOf } from './convert.ts';
import { workspaceEditOf } from './edits.ts';
import { plannedOf } from './planned.ts';
import { type Session, throwIfCancelled } from './session.ts';

export function serveActions(session: Session): void {
  const { uris, workspace } = session;
  session.answer(CodeActionRequest.type, async (params, token) => {
    const path = uris.pathOf(params.textDocument.uri);
    await session.ready(path);
    throwIfCancelled(token);
    const span = session.positions(path).spanOf(params.range);
    return [
      ...(wants(params, CodeActionKind.QuickFix) ? quickFixes(session, path, span) : []),
      ...refactorings(session, params, path, span),
      ...(wants(params, FIX_ALL) ? fixAll(session, path, params.textDocument.uri) : []),
    ];
  });
  session.answer(CodeActionResolveRequest.type, (action) => {
    const { uri, later } = (action.data ?? {}) as { readonly uri?: unknown; readonly later?: unknown };
    if (typeof uri !== 'string') return action;
    const path = uris.pathOf(uri);
    if (typeof later === 'string') return refactoredOf(session, action, path, later);
    return { ...action, edit: workspaceEditOf(session, [{ path, edits: safeEdits(workspace, path) }]) };
  });
}

/** An empty wish means everything; a wish for a kind includes its sub-kinds. A fix-all is given only when asked for by name. */
function wants({ context }: CodeActionParams, kind: string): boolean {
  if (!context.only) return kind !== FIX_ALL;
  return context.only.some((wish) => wish === '' || kind === wish || kind.startsWith(`${wish}.`));
}

function quickFixes(session: Session, path: string, span: Span): CodeAction[] {
  const planned = session.settingsOf(path).planDiagnostics
    ? planActionsAt(session.workspace, path, span, plannedOf(session, path))
    : [];
  const actions = [...actionsAt(session.workspace, path, span), ...planned];
  const possible = actions.filter(({ files }) => canMake(session, files));
  return [...possible.map((action) => quickFixOf(session, path, action)), ...pagesOf(session, path, actions)];
}

/** What is cut out of one file may not be lost because the client cannot make the other. */
function canMake({ client }: Session, files: readonly FileEdits[]): boolean {
  return files.every(({ create }) => create !== 'new') || (client.createsFiles && client.documentChanges);
}

function quickFixOf(session: Session, path: string, action: Action): CodeAction {
  const { title, finding, files, safety, aim, preferred } = action;
  const asks = aim === 'fix' && safety === 'confirm';
  const confirm = asks ? { label: title, description: 'This changes what is deployed.' } : undefined;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(session, path, finding)],
    edit: workspaceEditOf(session, files, confirm),
    ...(preferred ? { isPreferred: true } : {}),
  };
}

/** Opening a page is a command of our own extension; other clients have the link in the finding. */
function pagesOf(session: Session, path: string, actions: readonly Action[]): CodeAction[] {
  if (!session.client.ownCommands) return [];
  const findings = [...new Map(actions.map(({ finding }) => [finding.code, finding])).values()];
  return findings
    .filter(({ kind }) => kind === 'rule' || kind === 'plan')
    .map((finding) => ({
      title: `Explain ${finding.code}`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(session, path, finding)],
      command: Command.create(`Explain ${finding.code}`, 'verdigris.openRule', finding.code),
    }));
}

function refactorings(session: Session, params: CodeActionParams, path: string, span: Span): CodeAction[] {
  const found = ask(session.workspace, path, 'refactorings', ({ language, reading, around }) =>
    language.refactorings?.(reading, span, around),
  );
  const makes = session.client.createsFiles && session.client.documentChanges;
  return (found ?? [])
    .filter(({ kind, creates }) => wants(params, kind) && (makes || (kind !== 'refactor.rewrite.notation' && !creates)))
    .filter(
      ({ edits, refused }) => (refused === undefined || session.client.disabledActions) && canMake(session, edits),
    )
    .map(({ title, kind, edits, later, refused }) => {
      if (refused !== undefined) return { title, kind, disabled: { reason: `Not possible here: ${refused}.` } };
      if (later === undefined) return { title, kind, edit: workspaceEditOf(session, edits) };
      const action: CodeAction = { title, kind, data: { uri: params.textDocument.uri, later } };
      return session.client.resolvesActions ? action : refactoredOf(session, action, path, later);
    });
}

/** The edits of a refactoring that was only offered; a file it makes is shown, where the client is ours. */
function refactoredOf(session: Session, action: CodeAction, path: string, later: string): CodeAction {
  const edits =
    ask(session.workspace, path, 'refactorings', ({ language, reading, around }) =>
      language.refactored?.(reading, later, around),
    ) ?? [];
  const made = session.client.ownCommands ? edits.find(({ create }) => create === 'new') : undefined;
  return {
    ...action,
    edit: workspaceEditOf(session, edits),
    ...(made ? { command: Command.create(action.title, 'verdigris._show', session.uris.uriOf(made.path)) } : {}),
  };
}

/** The edit is made on resolve: most clients ask for the action and never take it. */
function fixAll(session: Session, path: string, uri: string): CodeAction[] {
  if (safeEdits(session.workspace, path).length === 0) return [];
  return [{ title: 'Apply all safe fixes of Verdigris', kind: FIX_ALL, data: { uri } }];
}
