import { relative } from 'node:path';
import type { Finding } from '../../core/model/finding.ts';
import { type Baseline, baselineOf, newFindings, parseBaseline } from '../../core/service/baseline.ts';
import { productVersion } from '../disk.ts';
import { textOf } from '../files.ts';
import { argumentsOf, oneOf, Usage } from './arguments.ts';
import { github } from './formats/github.ts';
import { json } from './formats/json.ts';
import { junit } from './formats/junit.ts';
import { sarif } from './formats/sarif.ts';
import { textOfFile, textSummary } from './formats/text.ts';
import { absolute, listInputs } from './inputs.ts';
import { judgeAll } from './judge-all.ts';
import { processOutput, writeTextFile } from './output.ts';
import { type FileReport, type Format, type FormatOptions, fails } from './report.ts';
import { topFolder } from './workspace.ts';

/** Formats that need all files before the first byte; `text` is written as files are done. */
const FORMATS: Readonly<Record<'json' | 'sarif' | 'junit' | 'github', Format>> = { json, sarif, junit, github };

export async function check(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, {
    format: { type: 'string' },
    config: { type: 'string' },
    profile: { type: 'string' },
    root: { type: 'string' },
    'fail-on': { type: 'string' },
    baseline: { type: 'string' },
    'write-baseline': { type: 'string' },
    'stdin-filename': { type: 'string' },
    'provider-schemas': { type: 'string' },
  });
  const format = oneOf('--format', values.format, ['text', 'json', 'sarif', 'junit', 'github'], 'text');
  const failOn = oneOf('--fail-on', values['fail-on'], ['error', 'warning', 'info'], 'error');
  const baseline = values.baseline === undefined ? undefined : await baselineAt(values.baseline);
  const options: FormatOptions = { colours: processOutput.colours, version: productVersion(), failOn };
  const listed = await listInputs(positionals, values['stdin-filename']);
  const root = values.root === undefined ? topFolder() : absolute(values.root);
  const writes = values['write-baseline'];
  const files: FileReport[] = [];
  await judgeAll(values, listed, ({ path, shown }, text, { language, findings, showsKnown }) => {
    const place = relative(root, path).replaceAll('\\', '/');
    const found: FileReport = { path: shown, place, text, language, findings };
    const file = baseline ? withoutKnown(found, baseline, showsKnown) : found;
    files.push(file);
    if (format === 'text' && writes === undefined) processOutput.write(textOfFile(file, options));
  });
  for (const trouble of listed.troubles) processOutput.warn(trouble);
  if (writes !== undefined) await writeTextFile(writes, `${JSON.stringify(baselineOf(files), null, 2)}\n`);
  else processOutput.write(format === 'text' ? textSummary(files, options) : FORMATS[format](files, options));
  if (listed.troubles.length > 0) return 2;
  const failed = files.some(({ findings }) => findings.some((finding) => fails(finding, failOn)));
  return failed && writes === undefined ? 1 : 0;
}

/** What the baseline knows is left out, or shown as hints. */
function withoutKnown(file: FileReport, baseline: Baseline, asHints: boolean): FileReport {
  const fresh = new Set(newFindings(baseline, file.place, file.text, file.findings));
  const known = (finding: Finding): Finding[] => (asHints ? [{ ...finding, severity: 'hint' }] : []);
  return { ...file, findings: file.findings.flatMap((finding) => (fresh.has(finding) ? [finding] : known(finding))) };
}

async function baselineAt(path: string): Promise<Baseline> {
  const source = await textOf(path);
  if (source === undefined) throw new Usage(`--baseline: there is no ${path}, or it cannot be read.`);
  const baseline = parseBaseline(source);
  if (!baseline) throw new Usage(`--baseline: ${path} is not a baseline written by --write-baseline.`);
  return baseline;
}
