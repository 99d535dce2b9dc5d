import type { Span } from '../../../model/span.ts';
import { allBlocks, walkExpression } from '../../../syntax/hcl/walk.ts';
import type { HclBody, HclCall, HclExpression } from '../../../syntax/hcl.ts';

/** Functions whose first argument is the path of a file that is there before anything is run. */
const READERS = new Set(['file', 'templatefile', 'filebase64']);

/** Paths, relative to the module, of the files a body reads, as far as they are written out. */
export function filesRead(body: HclBody): string[] {
  const found = new Set<string>();
  const look = (expression: HclExpression) => {
    const path = expression.kind === 'call' ? fileOf(expression) : undefined;
    if (path !== undefined) found.add(path);
  };
  for (const item of body.items) if (item.kind === 'attribute') walkExpression(item.value, look);
  for (const block of allBlocks(body)) {
    for (const item of block.body.items) if (item.kind === 'attribute') walkExpression(item.value, look);
  }
  return [...found];
}

/** `file("x")` and `templatefile("${path.module}/x", …)`: the path relative to the module. */
export function fileOf(call: HclCall): string | undefined {
  return filePathOf(call)?.path;
}

/** The path with the place where it is written. */
export function filePathOf(call: HclCall): { readonly path: string; readonly span: Span } | undefined {
  const [path] = call.arguments;
  if (!READERS.has(call.name.value) || path?.kind !== 'template') return undefined;
  const [first, second] = path.parts;
  const found = (text: string, span: Span) => (isPlain(text) ? { path: text, span } : undefined);
  if (first?.kind === 'text' && path.parts.length === 1) return found(first.value, first.span);
  if (first?.kind !== 'interpolation' || second?.kind !== 'text' || path.parts.length !== 2) return undefined;
  const folder = first.expression;
  const given = folder.kind === 'reference' && folder.root.value === 'path' && folder.steps[0]?.kind === 'name';
  return given ? found(second.value.replace(/^\/+/, ''), second.span) : undefined;
}

function isPlain(path: string): boolean {
  return path !== '' && !path.startsWith('/') && !path.startsWith('~');
}
