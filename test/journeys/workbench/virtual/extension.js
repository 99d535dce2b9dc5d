// A file system `memfs:` in memory, filled from files.json beside this file: { "/ws/first/Macfile": "…" }.
const vscode = require('vscode');

exports.activate = async (context) => {
  const listed = await fetch(vscode.Uri.joinPath(context.extensionUri, 'files.json').toString(true));
  const files = new Map(Object.entries(await listed.json()).map(([path, text]) => [path, new TextEncoder().encode(text)]));
  const changed = new vscode.EventEmitter();
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider('memfs', provider(files, changed)));
};

function provider(files, changed) {
  const childrenOf = (folder) => {
    const start = folder.endsWith('/') ? folder : `${folder}/`;
    const below = [...files.keys()].filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
    return new Map(below.map((path) => [path.split('/')[0], path.includes('/') ? 2 : 1]));
  };
  return {
    onDidChangeFile: changed.event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: ({ path }) => {
      const file = files.get(path);
      if (file === undefined && childrenOf(path).size === 0) {
        throw vscode.FileSystemError.FileNotFound(path);
      }
      return { type: file === undefined ? 2 : 1, ctime: 0, mtime: 0, size: file?.length ?? 0 };
    },
    readDirectory: ({ path }) => [...childrenOf(path)],
    readFile: ({ path }) => {
      if (!files.has(path)) {
        throw vscode.FileSystemError.FileNotFound(path);
      }
      return files.get(path);
    },
    writeFile: (uri, bytes) => {
      files.set(uri.path, bytes);
      changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    },
    createDirectory: () => undefined,
    delete: ({ path }) => files.delete(path),
    rename: () => undefined,
  };
}
