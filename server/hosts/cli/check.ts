import { type Baseline, parseBaseline } from '../../core/service/baseline.ts';
import { productVersion } from '../disk.ts';
import { textOf } from '../files.ts';
import { argumentsOf, oneOf, Usage } from './arguments.ts';
import { absolute, listInputs } from './inputs.ts';
import { judgeAll } from './judge-all.ts';
import { processOutput, writeTextFile } from './output.ts';
import { countsOf, type FormatOptions, failuresIn, type Reported } from './report.ts';
import { FORMATS } from './reported.ts';
import { topFolder } from './workspace.ts';

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
  const known = values.baseline === undefined ? undefined : await baselineAt(values.baseline);
  const options: FormatOptions = { colours: processOutput.colours, version: productVersion(), failOn };
  const listed = await listInputs(positionals, values['stdin-filename']);
  const root = values.root === undefined ? topFolder() : absolute(values.root);
  const writes = values['write-baseline'];
  const shape = writes === undefined ? format : 'baseline';
  const files: Reported[] = [];
  await judgeAll(values, { format: shape, options, root, known }, listed, (file) => {
    if (shape === 'text') processOutput.write(file.part);
    files.push(shape === 'text' ? { ...file, part: '' } : file);
  });
  for (const trouble of listed.troubles) processOutput.warn(trouble);
  const whole = FORMATS[shape].whole(files, options);
  if (writes !== undefined) await writeTextFile(writes, [...whole].join(''));
  else for (const piece of together(whole)) processOutput.write(piece);
  if (listed.troubles.length > 0) return 2;
  return failuresIn(countsOf(files), failOn) > 0 && writes === undefined ? 1 : 0;
}

/** Characters written at once. */
const ENOUGH = 65_536;

function* together(pieces: Iterable<string>): Iterable<string> {
  let waiting = '';
  for (const piece of pieces) {
    waiting += piece;
    if (waiting.length < ENOUGH) continue;
    yield waiting;
    waiting = '';
  }
  yield waiting;
}

async function baselineAt(path: string): Promise<Baseline> {
  const source = await textOf(path);
  if (source === undefined) throw new Usage(`--baseline: there is no ${path}, or it cannot be read.`);
  const baseline = parseBaseline(source);
  if (!baseline) throw new Usage(`--baseline: ${path} is not a baseline written by --write-baseline.`);
  return baseline;
}
