import type { Finding } from '../../core/model/finding.ts';
import type { Workspace } from '../../core/service/api.ts';
import { type Baseline, baselineOf, newFindings, parseBaseline } from '../../core/service/baseline.ts';
import { withFixes } from '../../core/service/fixes.ts';
import { productVersion } from '../disk.ts';
import { textOf } from '../files.ts';
import { argumentsOf, oneOf, Usage } from './arguments.ts';
import { configFindings, isConfigFile } from './described.ts';
import { github } from './formats/github.ts';
import { json } from './formats/json.ts';
import { junit } from './formats/junit.ts';
import { sarif } from './formats/sarif.ts';
import { text } from './formats/text.ts';
import { type Input, readInputs } from './inputs.ts';
import { processOutput, progressOf, writeTextFile } from './output.ts';
import { type FileReport, type Format, fails } from './report.ts';
import { fill, openWorkspace } from './workspace.ts';

const FORMATS: Readonly<Record<'text' | 'json' | 'sarif' | 'junit' | 'github', Format>> = {
  text,
  json,
  sarif,
  junit,
  github,
};

export async function check(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, {
    format: { type: 'string' },
    config: { type: 'string' },
    profile: { type: 'string' },
    'fail-on': { type: 'string' },
    baseline: { type: 'string' },
    'write-baseline': { type: 'string' },
    'stdin-filename': { type: 'string' },
  });
  const format = oneOf('--format', values.format, ['text', 'json', 'sarif', 'junit', 'github'], 'text');
  const failOn = oneOf('--fail-on', values['fail-on'], ['error', 'warning', 'info'], 'error');
  const baseline = values.baseline === undefined ? undefined : await baselineAt(values.baseline);
  const workspace = await openWorkspace(values);
  const { inputs, troubles } = await readInputs(positionals, values['stdin-filename']);
  await fill(workspace, inputs);
  const all = await checkAll(workspace, inputs);
  for (const trouble of troubles) processOutput.warn(trouble);
  if (values['write-baseline'] !== undefined) {
    await writeTextFile(values['write-baseline'], `${JSON.stringify(baselineOf(all), null, 2)}\n`);
    return troubles.length > 0 ? 2 : 0;
  }
  const files = baseline ? all.map((file, at) => withoutKnown(file, baseline, showsKnown(workspace, inputs[at]))) : all;
  processOutput.write(FORMATS[format](files, { colours: processOutput.colours, version: productVersion(), failOn }));
  if (troubles.length > 0) return 2;
  return files.some(({ findings }) => findings.some((finding) => fails(finding, failOn))) ? 1 : 0;
}

async function checkAll(workspace: Workspace, inputs: readonly Input[]): Promise<FileReport[]> {
  const progress = progressOf(inputs.length);
  const files: FileReport[] = [];
  for (const input of inputs) {
    const { path, shown, text: source } = input;
    progress.at(files.length);
    const { language, findings } = workspace.check(path);
    const described = isConfigFile(path) ? await configFindings(workspace, input) : [];
    const all = [...withFixes(workspace, path, findings), ...described];
    files.push({ path: shown, text: source, language, findings: all });
  }
  progress.end();
  return files;
}

/** What the baseline knows is left out, or shown as hints. */
function withoutKnown(file: FileReport, baseline: Baseline, asHints: boolean): FileReport {
  const fresh = new Set(newFindings(baseline, file.path, file.text, file.findings));
  const known = (finding: Finding): Finding[] => (asHints ? [{ ...finding, severity: 'hint' }] : []);
  return { ...file, findings: file.findings.flatMap((finding) => (fresh.has(finding) ? [finding] : known(finding))) };
}

/** The profile for old code shows what the baseline knows. */
function showsKnown(workspace: Workspace, input: Input | undefined): boolean {
  return input !== undefined && workspace.configOf(input.path).profile.baselineAsHints === true;
}

async function baselineAt(path: string): Promise<Baseline> {
  const source = await textOf(path);
  if (source === undefined) throw new Usage(`--baseline: there is no ${path}, or it cannot be read.`);
  const baseline = parseBaseline(source);
  if (!baseline) throw new Usage(`--baseline: ${path} is not a baseline written by --write-baseline.`);
  return baseline;
}
