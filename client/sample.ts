/** Opens a copy of the sample workspace that comes with the extension. */
import * as vscode from 'vscode';

/** Copied once to the extension's own storage, so that trying things out changes nothing of the user's. */
export async function openSample(context: vscode.ExtensionContext): Promise<void> {
  const target = vscode.Uri.joinPath(context.globalStorageUri, `sample-${context.extension.packageJSON.version}`);
  if (!(await exists(target))) {
    await copy(vscode.Uri.joinPath(context.extensionUri, 'samples'), target);
  }
  await vscode.commands.executeCommand('vscode.openFolder', target, { forceNewWindow: false });
}

/** File by file: the extension's folder and the storage may be of different file systems. */
async function copy(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.createDirectory(to);
  for (const [name, type] of await vscode.workspace.fs.readDirectory(from)) {
    const source = vscode.Uri.joinPath(from, name);
    const target = vscode.Uri.joinPath(to, name);
    if (type === vscode.FileType.Directory) {
      await copy(source, target);
    } else {
      await vscode.workspace.fs.writeFile(target, await vscode.workspace.fs.readFile(source));
    }
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
