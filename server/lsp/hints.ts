import { type CodeLens, CodeLensRequest, DocumentLinkRequest, InlayHintRequest } from 'vscode-languageserver';
import { say, told } from '../core/planner/index.ts';
import { ask } from '../core/service/ask.ts';
import { lensOf, planSummary } from '../core/service/lens.ts';
import { inlayHintOf } from './convert.ts';
import { knownPlan } from './planned.ts';
import { type Session, throwIfCancelled } from './session.ts';

export function serveHints(session: Session): void {
  const { uris, workspace } = session;
  session.answer(InlayHintRequest.type, async ({ textDocument, range }, token) => {
    const path = uris.pathOf(textDocument.uri);
    const { inlayHints, replacementHints } = session.settingsOf(path);
    if (!inlayHints) return [];
    await session.ready(path);
    throwIfCancelled(token);
    const span = session.positions(path).spanOf(range);
    const hints = ask(workspace, path, 'inlay hints', ({ language, reading, around }) =>
      language.hints?.(reading, span, around, replacementHints),
    );
    return (hints ?? []).map((hint) => inlayHintOf(session.positions(path), hint));
  });
  session.answer(DocumentLinkRequest.type, async ({ textDocument }, token) => {
    const path = uris.pathOf(textDocument.uri);
    await session.ready(path);
    throwIfCancelled(token);
    const links = ask(workspace, path, 'links', ({ language, reading, around }) => language.links?.(reading, around));
    return (links ?? []).map(({ span, target, tooltip }) => ({
      range: session.positions(path).rangeOf(span),
      target: /^https?:/.test(target) ? target : uris.uriOf(target),
      ...(tooltip ? { tooltip } : {}),
    }));
  });
  session.answer(CodeLensRequest.type, async ({ textDocument }, token) => {
    const path = uris.pathOf(textDocument.uri);
    if (!session.settingsOf(path).codeLens) return [];
    await session.ready(path);
    throwIfCancelled(token);
    return lenses(session, path, textDocument.uri);
  });
}

function lenses(session: Session, path: string, uri: string): CodeLens[] {
  const lens = lensOf(session.workspace, path);
  if (!lens) return [];
  const range = session.positions(path).rangeOf(lens.span);
  const plan = knownPlan(session, path);
  const { words } = session.workspace;
  const says: CodeLens = { range, command: { title: plan ? planSummary(plan, words) : lens.summary, command: '' } };
  if (!session.client.ownCommands) return [says];
  const opens = {
    title: told(say('Preview Blue-Green Plan'), words),
    command: 'verdigris.previewPlan',
    arguments: [uri],
  };
  const choices = ask(session.workspace, path, 'choices', ({ language, reading, around }) =>
    language.choices?.(reading, around),
  );
  const shows = {
    title: told(say('Show as Deployed With…'), words),
    command: 'verdigris.showDeployed',
    arguments: [uri],
  };
  return [
    says,
    { range, command: opens },
    ...(choices && choices.parameters.length > 0 ? [{ range, command: shows }] : []),
  ];
}
