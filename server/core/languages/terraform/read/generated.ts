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

/** Folders around a module, beside which a live tree may lie whose Terragrunt files copy the module and add to it. */
const AROUND = ['..', '../..', '../../..'];
const LIVE = ['terragrunt.hcl', 'root.hcl'];

/** Files at the top of such trees: asked for where a module lacks something. */
export function distantGenerators(): Neighbour[] {
  return AROUND.map((around): Neighbour => ({ kind: 'folder', path: `${around}/*`, endings: LIVE }));
}

/**
 * True where a Terragrunt file at the top of a tree beside the module generates configuration that holds the name, or configuration
 * that it does not write out.
 */
export function mayBeGenerated(name: string, folder: string, project: Pick<Snapshot, 'foldersIn' | 'text'>): boolean {
  const trees = AROUND.flatMap((around) => project.foldersIn(joinPath(folder, around)));
  return trees.some((tree) =>
    LIVE.some((file) => {
      const text = tree === folder ? undefined : project.text(joinPath(tree, file));
      return text !== undefined && isHeld(name, withoutComments(text), tree, project);
    }),
  );
}

/** Heredoc, string, or a file that is read as it is; anything else nobody can tell. */
const CONTENTS =
  /\bcontents\s*=\s*(?:<<[-~]?(\w+)\r?\n([\s\S]*?)^[ \t]*\1\b|"((?:[^"\\]|\\.)*)"|file\("([^"$]+)"\)[ \t]*$)?/gm;

function isHeld(name: string, text: string, folder: string, project: Pick<Snapshot, 'text'>): boolean {
  return [...text.matchAll(CONTENTS)].some(([, , heredoc, quoted, file]) => {
    const contents = heredoc ?? quoted ?? (file === undefined ? undefined : project.text(joinPath(folder, file)));
    return contents === undefined || contents.split(/[^\w-]+/).includes(name);
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
