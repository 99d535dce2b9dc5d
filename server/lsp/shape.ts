/** What is wrong with the parameters of a request; undefined when its handler can work with them. */
export function wrongShape(method: string, params: unknown): string | undefined {
  if (!isRecord(params)) return 'The parameters are no object.';
  const about = method.startsWith('textDocument/') || 'textDocument' in params;
  if (about && !(isRecord(params.textDocument) && typeof params.textDocument.uri === 'string')) {
    return 'textDocument.uri is no string.';
  }
  if (
    (method.startsWith('verdigris/') || method === 'workspace/textDocumentContent') &&
    typeof params.uri !== 'string'
  ) {
    return 'uri is no string.';
  }
  if ('position' in params && !isPosition(params.position)) return 'position is no place in a text.';
  if (
    method === 'textDocument/selectionRange' &&
    !(Array.isArray(params.positions) && params.positions.every(isPosition))
  ) {
    return 'positions are no places in a text.';
  }
  if (RANGED.has(method) && !isRange(params.range)) return 'range is no part of a text.';
  return POSITIONED.has(method) && !isPosition(params.position) ? 'position is missing.' : undefined;
}

const RANGED = new Set(['textDocument/codeAction', 'textDocument/inlayHint', 'textDocument/semanticTokens/range']);
const POSITIONED = new Set(
  [
    'completion',
    'hover',
    'signatureHelp',
    'definition',
    'declaration',
    'references',
    'documentHighlight',
    'prepareRename',
    'rename',
  ].map((name) => `textDocument/${name}`),
);

function isRange(value: unknown): boolean {
  return isRecord(value) && isPosition(value.start) && isPosition(value.end);
}

function isPosition(value: unknown): boolean {
  return isRecord(value) && typeof value.line === 'number' && typeof value.character === 'number';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
