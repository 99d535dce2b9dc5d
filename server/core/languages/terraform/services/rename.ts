import type { Rename } from '../../../model/editor.ts';
import type { Edit, Span } from '../../../model/span.ts';
import { isIdentifier } from '../../../syntax/hcl/characters.ts';
import type { Surroundings } from '../../language.ts';
import type { TerraformReading } from '../read/reading.ts';
import { type LoopName, loopNameAt } from './loop-names.ts';
import { referencesTo, type Subject, subjectAt } from './navigate.ts';
import { isWanted } from './wanted-alias.ts';

const RESERVED = new Set(['source', 'version', 'providers', 'count', 'for_each', 'lifecycle', 'depends_on', 'locals']);
const RENAMED = /^(?:var|local|output|module|data|ephemeral|action|check|list|run|component|stack)\./;
const OF_DEPLOYMENTS = /^(?:identity_token|store|upstream_input|deployment|deployment_group)\./;

export function renameableTerraform(
  reading: TerraformReading,
  offset: number,
  around: Surroundings,
): { readonly span: Span; readonly name: string } | undefined {
  const loop = loopNameAt(reading, offset);
  if (loop) return loop.fixed ? undefined : { span: loop.at, name: loop.name };
  const subject = subjectAt(reading, offset, around);
  if (!subject || !canRename(subject)) return undefined;
  return offset < subject.span.start || offset > subject.span.end
    ? undefined
    : { span: subject.span, name: subject.name };
}

/** Something declared in a text of the project; providers only by their alias. */
function canRename({ module, address }: Subject): boolean {
  const declared = module.declared.get(address)?.[0];
  if (!declared) return address.startsWith('run.') || isWanted(module, address);
  if (declared.kind === 'provider') return address.split('.').length === 3;
  if (declared.kind === 'other') return OF_DEPLOYMENTS.test(address);
  return RENAMED.test(address) || declared.kind === 'resource';
}

export function renameTerraform(
  reading: TerraformReading,
  offset: number,
  newName: string,
  around: Surroundings,
): Rename | { readonly refused: string } {
  const loop = loopNameAt(reading, offset);
  if (loop?.fixed)
    return {
      refused: `"${loop.name}" is the name of the block that is made: give the element another one with "iterator".`,
    };
  if (loop) return isIdentifier(newName) ? renamedLoop(reading, loop, newName) : { refused: noName(newName) };
  const subject = subjectAt(reading, offset, around);
  if (!subject || !canRename(subject)) return { refused: 'Nothing here has a name that this module declares.' };
  const refused = refusal(subject, newName);
  if (refused !== undefined) return { refused };
  return { edits: editsFor(subject, newName, around) };
}

function renamedLoop({ source }: TerraformReading, { spans }: LoopName, newName: string): Rename {
  return { edits: [{ path: source.path, edits: spans.map((span) => ({ span, text: newName })) }] };
}

function noName(newName: string): string {
  return `"${newName}" is not a name: it begins with a letter or "_" and goes on with letters, digits, "_" and "-".`;
}

function refusal({ module, address, name }: Subject, newName: string): string | undefined {
  if (!isIdentifier(newName)) return noName(newName);
  if (address.startsWith('var.') && RESERVED.has(newName)) return `"${newName}" cannot be the name of a variable.`;
  const wanted = address.slice(0, address.length - name.length) + newName;
  return newName !== name && module.declared.has(wanted) ? `"${wanted}" is declared already.` : undefined;
}

/** One list of edits per file, sorted by path. */
export function editsFor(
  subject: Subject,
  newName: string,
  { project }: Surroundings,
): { readonly path: string; readonly edits: readonly Edit[] }[] {
  const byPath = new Map<string, Edit[]>();
  for (const { path, span } of referencesTo(subject, project)) {
    const edits = byPath.get(path) ?? [];
    edits.push({ span, text: newName });
    byPath.set(path, edits);
  }
  return [...byPath]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, edits]) => ({ path, edits: edits.toSorted((a, b) => a.span.start - b.span.start) }));
}
