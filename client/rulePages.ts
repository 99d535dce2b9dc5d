/** The rule pages that come with the extension: documentation without a network. */
import * as vscode from 'vscode';

let extension: vscode.Uri | undefined;

export function registerRulePages(context: vscode.ExtensionContext): void {
  extension = context.extensionUri;
}

/** Opens the page of a finding's code. Absent: asks which, findings of the active file first. */
export async function openRule(code: string | undefined): Promise<void> {
  const pages = await rulePages();
  const id = code ?? (await pickRule(pages));
  const page = id === undefined ? undefined : pages.get(id);
  if (page !== undefined) {
    await vscode.commands.executeCommand('markdown.showPreview', page);
  }
}

/** Page by code. Warnings of plans have pages of their own. */
async function rulePages(): Promise<Map<string, vscode.Uri>> {
  const pages = new Map<string, vscode.Uri>();
  if (extension !== undefined) {
    await collect(vscode.Uri.joinPath(extension, 'docs', 'rules'), '', pages);
    await collect(vscode.Uri.joinPath(extension, 'docs', 'warnings'), 'plan/', pages);
    pages.delete('README');
    pages.delete('plan/README');
  }
  return pages;
}

async function collect(folder: vscode.Uri, prefix: string, pages: Map<string, vscode.Uri>): Promise<void> {
  const entries = await Promise.resolve(vscode.workspace.fs.readDirectory(folder)).catch(() => []);
  for (const [name, type] of entries) {
    const uri = vscode.Uri.joinPath(folder, name);
    if (type === vscode.FileType.Directory) {
      await collect(uri, `${prefix}${name}/`, pages);
    } else if (name.endsWith('.md')) {
      pages.set(prefix + name.slice(0, -'.md'.length), uri);
    }
  }
}

async function pickRule(pages: ReadonlyMap<string, vscode.Uri>): Promise<string | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  const here = new Set(document === undefined ? [] : vscode.languages.getDiagnostics(document.uri).map(codeOf));
  const ids = [...pages.keys()].sort((a, b) => Number(here.has(b)) - Number(here.has(a)) || a.localeCompare(b, 'en'));
  const items = ids.map((label) => ({ label, description: here.has(label) ? vscode.l10n.t('in this file') : '' }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Open Rule Documentation') }))?.label;
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}
