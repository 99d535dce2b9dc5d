/** Answers the server's wish for files that are not open. Only inside the workspace, only plain files, never through a link. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { READ_FILES_REQUEST, type ReadFilesParams, type ReadFilesResult } from '../server/protocol.ts';
import { log } from './log.ts';

/** Beyond these the server gets `null`, as for a file that does not exist. */
const largestFile = 5 * 1024 * 1024;
const mostFiles = 2000;

export function answerReadFiles(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  context.subscriptions.push(client.onRequest(READ_FILES_REQUEST, readFiles));
}

async function readFiles(params: ReadFilesParams): Promise<ReadFilesResult> {
  const links = new Map<string, Promise<boolean>>();
  const listed = await Promise.all(params.folders.map((it) => filesBelow(it.uri, it.endings, links)));
  const uris = [...new Set([...params.uris, ...listed.flat()])].slice(0, mostFiles);
  const files = await Promise.all(uris.map(async (uri) => ({ uri, text: await textOf(uri, links) })));
  return { files };
}

/** Folders that one `*` is asked about at most, by name; hidden and installed ones are none of them. */
const mostFolders = 40;
const notOurs = /^(\.|node_modules$|vendor$|venv$|__pycache__$)/;

/** `*` in a path stands for every folder there. */
async function filesBelow(folder: string, endings: readonly string[], links: Links): Promise<string[]> {
  const uri = vscode.Uri.parse(folder);
  const [before = '', after] = uri.path.split('/*', 2);
  if (after === undefined) {
    return filesOf(folder, endings, links);
  }
  const names = (await entriesOf(uri.with({ path: before }), links))
    .filter(([name, type]) => type === vscode.FileType.Directory && !notOurs.test(name))
    .map(([name]) => name)
    .sort()
    .slice(0, mostFolders);
  const paths = names.map((name) => uri.with({ path: `${before}/${name}${after}` }).toString());
  return (await Promise.all(paths.map((it) => filesOf(it, endings, links)))).flat();
}

async function entriesOf(uri: vscode.Uri, links: Links): Promise<[string, vscode.FileType][]> {
  if (!isInWorkspace(uri) || (await passesLink(uri, links))) {
    return [];
  }
  try {
    return await vscode.workspace.fs.readDirectory(uri);
  } catch {
    return [];
  }
}

async function filesOf(folder: string, endings: readonly string[], links: Links): Promise<string[]> {
  const uri = vscode.Uri.parse(folder);
  return (await entriesOf(uri, links))
    .filter(([name, type]) => type === vscode.FileType.File && endings.some((it) => name.endsWith(it)))
    .map(([name]) => vscode.Uri.joinPath(uri, name).toString())
    .sort();
}

async function textOf(text: string, links: Links): Promise<string | null> {
  const uri = vscode.Uri.parse(text);
  if (!isInWorkspace(uri) || (await passesLink(uri, links))) {
    return null;
  }
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if (type !== vscode.FileType.File || size > largestFile) {
      return null;
    }
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}

/** True for a URI below one of the workspace's folders, without steps upward. */
export function isInWorkspace(uri: vscode.Uri): boolean {
  return !uri.path.split(/[\\/]/).includes('..') && vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}

type Links = Map<string, Promise<boolean>>;

/** True when the file or a folder above it, up to the workspace folder, is a symbolic link. */
async function passesLink(uri: vscode.Uri, links: Links): Promise<boolean> {
  const top = vscode.workspace.getWorkspaceFolder(uri)?.uri.path ?? uri.path;
  for (let at = uri; at.path.length > top.length; at = vscode.Uri.joinPath(at, '..')) {
    const key = at.toString();
    const known = links.get(key) ?? isLink(at);
    links.set(key, known);
    if (await known) {
      log().debug(`Not read, for a symbolic link is on the way: ${key}`);
      return true;
    }
  }
  return false;
}

async function isLink(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.SymbolicLink) !== 0;
  } catch {
    return false;
  }
}
