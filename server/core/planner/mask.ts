import type { Json } from '../model/plan.ts';

export const MASKED = '(sensitive)';

const SECRET_WORD = /passw(?:or)?d|secret|token|private_?key|credential|api_?key|access_?key/i;

/** Whether a setting's name says that its value is nobody's business. */
export function isSecretName(path: string): boolean {
  return SECRET_WORD.test(path.replace(/secrets?manager/gi, ''));
}

/** A value as it may be shown; flags and numbers of switches stay readable. */
export function masked(value: Json | undefined): Json | undefined {
  return value === undefined || typeof value === 'boolean' || value === null ? value : MASKED;
}

/** Hides every value in a tree whose key sounds like a secret, and everything when `path` does. */
export function maskTree(path: string, value: Json | undefined): Json | undefined {
  if (isSecretName(path)) return masked(value);
  if (Array.isArray(value)) return value.map((item: Json) => maskTree('', item) ?? null);
  if (typeof value === 'string') return maskText(value);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]: [string, Json]) => [key, maskTree(key, part) ?? null]),
  );
}

/** `DB_PASSWORD=hunter2` and `--token abc` inside a text. */
function maskText(text: string): string {
  return text.replace(
    /((?:passw(?:or)?d|secret|token|api_?key|access_?key|credential)[A-Za-z_-]*["']?\s*[=: ]\s*["']?)([^\s"'&;,]+)/gi,
    `$1${MASKED}`,
  );
}
