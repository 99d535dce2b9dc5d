/** What the view may ask for. Ids and indices are looked up in our own copy of the plan; its only text that is used is a picture, for a file that a person names. */
import * as vscode from 'vscode';
import type { LifecycleClass } from '../../server/core/model/lifecycle.ts';
import type { PlanNode } from '../../server/core/model/plan.ts';
import type { ChangedFile } from '../../server/protocol.ts';
import { openRule } from '../rulePages.ts';
import type { PlanSession } from './session.ts';
import { rangeOf, reveal, uriOf } from './sources.ts';
import type { FromView } from './view/messages.ts';

const { t } = vscode.l10n;

type Action = Exclude<FromView, { readonly type: 'ready' | 'base' | 'mode' }>;

export async function actOn(message: Action, document: vscode.Uri, session: PlanSession): Promise<void> {
  const { plan } = session;
  if (plan === undefined) {
    return;
  }
  switch (message.type) {
    case 'revealNode': {
      const node = plan.nodes.find((it) => it.id === message.id);
      return node && reveal(node.source, document);
    }
    case 'revealWarning': {
      const warning = plan.warnings[message.index];
      return warning && reveal(warning.source, document);
    }
    case 'rule':
      return openRule(plan.warnings[message.index]?.code);
    case 'fix':
      return applyFix(session, message.index);
    case 'copy': {
      const command = plan.steps.find((it) => it.n === message.step)?.commands?.[message.index];
      return command === undefined ? undefined : vscode.env.clipboard.writeText(command);
    }
    case 'classify': {
      const node = plan.nodes.find((it) => it.id === message.id);
      return node && classify(node, session);
    }
    case 'picture':
      return savePicture(message.svg, document);
    case 'export':
      await vscode.commands.executeCommand('verdigris.exportPlan', document);
  }
}

async function savePicture(svg: string, document: vscode.Uri): Promise<void> {
  const name = document.path.slice(document.path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(document, '..', `${name}.plan.svg`),
  });
  if (uri !== undefined) {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(svg));
  }
}

async function applyFix(session: PlanSession, index: number): Promise<void> {
  const files = await session.fixed(index);
  if (files.length === 0) {
    vscode.window.setStatusBarMessage(t('$(warning) This cannot be written safely here: do it by hand'), 5000);
  }
  await applyFiles(files, session.document);
}

/** As one undoable edit, or not at all: a fix that reaches outside the workspace is not applied. */
async function applyFiles(files: readonly ChangedFile[], document: vscode.Uri): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const { uri: path, edits, create } of files) {
    for (const { range, newText } of edits) {
      const uri = uriOf({ path, range }, document);
      if (uri === undefined) {
        return;
      }
      if (create === true) {
        edit.createFile(uri, { contents: new TextEncoder().encode(newText) });
      } else {
        edit.replace(uri, rangeOf({ range }), newText);
      }
    }
  }
  await vscode.workspace.applyEdit(edit);
}

/** Says a resource's class where its file has a place for it: an override that travels with the file. */
async function classify(node: PlanNode, session: PlanSession): Promise<void> {
  const picked = await vscode.window.showQuickPick(classes(), {
    title: t('How does {0} live?', node.label),
    placeHolder: t('Written at the resource, for everybody who plans it'),
  });
  if (picked !== undefined) {
    await applyFiles(await session.classified(node.id, picked.class, t('chosen in the plan')), session.document);
  }
}

function classes(): (vscode.QuickPickItem & { readonly class: LifecycleClass })[] {
  return [
    { class: 'stateless', label: 'stateless', detail: t('Can be thrown away and built again: gets a green copy') },
    { class: 'persistent', label: 'persistent', detail: t('Holds data that must survive: shared by both colours') },
    { class: 'volatile', label: 'volatile', detail: t('Holds messages or work in progress: drained before blue goes') },
    { class: 'cache', label: 'cache', detail: t('Can be lost, but starts cold: warmed before the switch') },
    { class: 'router', label: 'router', detail: t('Sends traffic on: a place to switch') },
    { class: 'config', label: 'config', detail: t('Settings, permissions, names') },
    { class: 'network', label: 'network', detail: t('Networks, subnets, security groups') },
    { class: 'external', label: 'external', detail: t('Lives outside this file') },
  ];
}
