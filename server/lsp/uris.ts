/**
 * The core speaks of paths, the protocol of URIs. A `file:` URI becomes a plain path (`/a b/c.yml`, `c:/a.yml`), any other keeps scheme
 * and host with its path decoded (`vscode-vfs://github/o/r/c.yml`, `untitled:/Untitled-1`), so that folders and names can be handled alike.
 * Clients spell the same URI differently; the spelling a client used first is the one it gets back.
 */
export class Uris {
  readonly #spelling = new Map<string, string>();

  pathOf(uri: string): string {
    const path = decoded(uri);
    if (!this.#spelling.has(path)) this.#spelling.set(path, uri);
    return path;
  }

  uriOf(path: string): string {
    return this.#spelling.get(path) ?? encoded(path);
  }
}

function decoded(uri: string): string {
  const [, scheme = '', host, rest = ''] = /^([a-zA-Z][a-zA-Z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)/.exec(uri) ?? [];
  if (scheme === '') return uri;
  const path = percentDecoded(rest);
  if (scheme !== 'file') return `${scheme}://${host ?? ''}${path.startsWith('/') ? '' : '/'}${path}`;
  const drive = /^\/([a-zA-Z]):(?=\/|$)/.exec(path)?.[1];
  if (drive) return `${drive.toLowerCase()}${path.slice(2)}`;
  return host ? `//${host}${path}` : path;
}

function encoded(path: string): string {
  const [, scheme, host = '', rest = ''] = /^([a-zA-Z][a-zA-Z0-9+.-]+):\/\/([^/]*)(.*)$/.exec(path) ?? [];
  if (scheme) return `${scheme}:${host || scheme !== 'untitled' ? `//${host}` : ''}${percentEncoded(rest)}`;
  if (/^[a-zA-Z]:\//.test(path)) return `file:///${percentEncoded(path).replace(/^([a-zA-Z]):/, '$1%3A')}`;
  return `file://${percentEncoded(path)}`;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function percentEncoded(path: string): string {
  return path.split('/').map(encodePart).join('/');
}

function encodePart(part: string): string {
  return encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\uFFFD'))
    .replace(/%3A/g, ':')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
