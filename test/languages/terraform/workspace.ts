import type { Project } from '../../../server/core/languages/language.ts';
import { terraform } from '../../../server/core/languages/terraform/index.ts';
import type { TerraformReading } from '../../../server/core/languages/terraform/read/reading.ts';
import type { Finding } from '../../../server/core/model/finding.ts';
import { folderOf } from '../../../server/core/model/paths.ts';
import { schemaData } from '../../plans/data.ts';

export const data = schemaData();

export interface Files {
  readonly project: Project;
  readonly around: { readonly project: Project; readonly data: typeof data };
  at(path: string): TerraformReading;
}

/** A workspace of texts by path. */
export function files(texts: Readonly<Record<string, string>>): Files {
  const readings = new Map(Object.entries(texts).map(([path, text]) => [path, terraform.read({ path, text }, data)]));
  const ours = [...readings.keys()].filter((path) => /\.(tf|tofu|tfvars|json|hcl)$/.test(path)).toSorted();
  const project: Project = {
    reading: (path) => readings.get(path),
    paths: (language) => (language === 'terraform' ? ours : []),
    text: (path) => texts[path],
    missing: (path) => !(path in texts),
    foldersIn: (around) =>
      [...new Set(Object.keys(texts).map(folderOf))].filter((folder) => folderOf(folder) === around).sort(),
    documentsIn: (folder) => Object.keys(texts).filter((path) => folderOf(path) === folder),
  };
  return {
    project,
    around: { project, data },
    at(path) {
      const reading = readings.get(path);
      if (!reading) throw new Error(`no file ${path}`);
      return reading;
    },
  };
}

/** The text without `‸`, and where it stood. */
export function cursor(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('‸');
  if (offset < 0) throw new Error('no cursor');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

export function findings(texts: Readonly<Record<string, string>>, path = 'main.tf'): readonly Finding[] {
  const { at, around } = files(texts);
  const reading = at(path);
  return [...reading.problems, ...terraform.check(reading, around)];
}

/**
 * `severity problem "marked text"` of every finding in a text, hints about unused names and missing providers left out
 * unless asked for.
 */
export function summary(texts: Readonly<Record<string, string>> | string, path = 'main.tf', all = false): string[] {
  const files = typeof texts === 'string' ? { [path]: texts } : texts;
  const text = files[path] ?? '';
  return findings(files, path)
    .filter(({ code }) => all || !/unused-declaration|provider-not-required|module-not-installed$/.test(code))
    .map(
      ({ code, severity, span }) =>
        `${severity} ${code.replace('terraform/', '')} ${text.slice(span.start, span.end).split('\n')[0]}`,
    );
}
