/**
 * Runs inside an extension host, desktop or served: the checks of the journeys that need no screen.
 * Writes its counts as JSON to the file that the workspace's `report.txt` names.
 */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { wrongKey } from '../journeys/macfiles.ts';

export async function run(): Promise<void> {
  const lines: string[] = [];
  const count = { passed: 0, failed: 0 };
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
      count.passed++;
      lines.push(`  ok    in the host: ${name}`);
    } catch (error) {
      count.failed++;
      lines.push(`  FAIL  in the host: ${name}\n        ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const report = (await readFile(join(folder, 'report.txt'), 'utf8')).trim();
  await writeFile(report, JSON.stringify({ ...count, lines }));
}

const checks: Readonly<Record<string, () => Promise<void>>> = {
  'the extension is installed and activates': async () => {
    const extension = vscode.extensions.getExtension('verdigris.verdigris');
    assert.ok(extension !== undefined, 'there is no verdigris.verdigris');
    await extension.activate();
    assert.ok(extension.isActive);
  },
  'its commands are registered': async () => {
    const extension = vscode.extensions.getExtension('verdigris.verdigris');
    const declared: readonly { command: string }[] = extension?.packageJSON.contributes.commands ?? [];
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.ok(declared.length > 0);
    assert.deepEqual(
      declared.map((it) => it.command).filter((it) => !registered.has(it)),
      [],
    );
  },
  'a wrong key in a Macfile is a diagnostic at that key': async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'macfile', content: wrongKey });
    await vscode.window.showTextDocument(document);
    const found = await eventually(() =>
      vscode.languages.getDiagnostics(document.uri).find((it) => /rolse/.test(it.message)),
    );
    assert.deepEqual([found.range.start.line, found.range.start.character], [4, 0]);
    assert.equal(document.getText(found.range), 'rolse');
  },
  'the document has symbols, and a completion': async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'macfile', content: wrongKey });
    const symbols = await eventually(async () => {
      const all = await vscode.commands.executeCommand<readonly unknown[]>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return all?.length > 0 ? all : undefined;
    });
    assert.ok(symbols.length > 0);
    const end = document.positionAt(document.getText().length);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      end,
    );
    assert.ok(list.items.some((it) => (typeof it.label === 'string' ? it.label : it.label.label) === 'actions'));
  },
};

async function eventually<T>(ask: () => T | undefined | Promise<T | undefined>, seconds = 20): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing after ${seconds} s`);
}
