import { applyEdits } from '../../core/model/span.ts';
import type { Workspace } from '../../core/service/api.ts';
import { safeEdits } from '../../core/service/fixes.ts';
import { exactTextOf } from '../files.ts';
import { argumentsOf, Usage } from './arguments.ts';
import { type Input, listInputs, readInputs } from './inputs.ts';
import { lineDiff } from './line-diff.ts';
import { oneLine, processOutput, writeTextFile } from './output.ts';
import { fill, openWorkspace } from './workspace.ts';

/** A fix may make room for another; after so many rounds what is left stays. */
const MOST_ROUNDS = 10;

export async function fix(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, {
    'dry-run': { type: 'boolean' },
    unsafe: { type: 'boolean' },
    config: { type: 'string' },
    profile: { type: 'string' },
  });
  if (positionals.includes('-')) throw new Usage('fix changes files; "-" is none.');
  const workspace = await openWorkspace(values);
  const listed = await listInputs(positionals, undefined);
  const inputs = await readInputs(listed);
  await fill(workspace, inputs);
  const changed = inputs.flatMap((input) => {
    const text = fixed(workspace, input, values.unsafe === true);
    return text === input.text ? [] : [{ input, text }];
  });
  const troubled = listed.troubles;
  for (const { input, text } of changed) {
    if (values['dry-run']) processOutput.write(lineDiff(oneLine(input.shown), input.text, text));
    else await write(input, text, troubled);
  }
  for (const trouble of troubled) processOutput.warn(trouble);
  const verb = values['dry-run'] ? 'would change' : 'changed';
  processOutput.write(
    changed.length === 0 ? 'Nothing to fix.\n' : `${changed.length} of ${inputs.length} files ${verb}.\n`,
  );
  return troubled.length > 0 ? 2 : 0;
}

/** The text after all fixes; a round whose text cannot be read any better ends the work. */
function fixed(workspace: Workspace, { path, text }: Input, unsafe: boolean): string {
  let now = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const edits = safeEdits(workspace, path, unsafe ? 'confirm' : 'safe');
    if (edits.length === 0) return now;
    const next = applyEdits(now, edits);
    if (next === now) return now;
    now = next;
    workspace.open(path, now);
  }
  return now;
}

/** Nothing but the fixes may change: a byte order mark stays, and bytes that are no text are not written back as something else. */
async function write({ path, shown, text }: Input, next: string, troubles: string[]): Promise<void> {
  const now = await exactTextOf(path);
  if (now?.text !== text) {
    const why = now === undefined ? 'it is not text in UTF-8' : 'it was changed meanwhile';
    troubles.push(`${shown} is left as it is: ${why}`);
    return;
  }
  try {
    await writeTextFile(path, now.mark + next);
    processOutput.write(`${oneLine(shown)}: ${lineCount(text, next)}\n`);
  } catch (error) {
    troubles.push((error as Error).message);
  }
}

function lineCount(before: string, after: string): string {
  const old = new Set(before.split('\n'));
  const changed = after.split('\n').filter((line) => !old.has(line)).length;
  return changed === 1 ? '1 line changed' : `${changed} lines changed`;
}
