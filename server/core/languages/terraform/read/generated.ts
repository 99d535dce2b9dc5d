import { foldersAbove, joinPath } from '../../../model/paths.ts';
import type { Neighbour, Project } from '../../language.ts';
import { SOURCE_ENDINGS } from './kind.ts';
import type { Snapshot } from './snapshot.ts';

/** Files that govern their folder and every folder below it, each with the words by which it adds configuration. */
const GOVERNING: readonly (readonly [string, RegExp])[] = [
  ['terragrunt.hcl', /\b(?:generate|include|source)\b/],
  ['root.hcl', /\b(?:generate|include|source)\b/],
  ['terramate.tm.hcl', /\b(?:generate_hcl|generate_file|import)\b/],
];

/** Higher up than this nobody puts the file that governs a module. */
const MOST_ABOVE = 6;

/** Files that tell, with the sources in the document's own folder, whether its configuration is written by hand alone. */
export function generatorsOf(path: string): Neighbour[] {
  return governing(path).map(({ file }): Neighbour => ({ kind: 'file', path: file }));
}

/**
 * True for a folder into which another tool writes configuration before Terraform reads it: variables, providers and backends may
 * be declared that no file here shows. A Terragrunt file that neither generates, includes nor copies a source only gives values.
 */
export function isGenerated(folder: string, project: Project & Pick<Snapshot, 'documentsIn'>): boolean {
  if (project.documentsIn(folder).some((path) => SOURCE_ENDINGS.some((ending) => path.endsWith(ending)))) return true;
  return governing(joinPath(folder, 'main.tf')).some(({ file, adds }) => {
    const text = project.text(file);
    return text !== undefined && adds.test(withoutComments(text));
  });
}

function governing(path: string): { readonly file: string; readonly adds: RegExp }[] {
  return foldersAbove(path)
    .slice(0, MOST_ABOVE + 1)
    .flatMap((folder) => GOVERNING.map(([name, adds]) => ({ file: joinPath(folder, name), adds })));
}

function withoutComments(text: string): string {
  return text.replace(/^\s*(?:#|\/\/).*$/gm, '');
}
