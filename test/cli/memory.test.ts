import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { listInputs } from '../../server/hosts/cli/inputs.ts';
import { judge } from '../../server/hosts/cli/judge.ts';
import { openWorkspace } from '../../server/hosts/cli/workspace.ts';
import { type Place, place } from './run.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Characters of texts whose readings a workspace keeps; see `ROOM` there. */
const ROOM = 1_000_000;
const LENGTH = 100_000;

let here: Place;

afterEach(() => here.remove());

/** Files that stand alone: each is a family of its own. */
function families(count: number): Place {
  const line = '# one more line of words\n';
  const text = line.repeat(LENGTH / line.length);
  return place(Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}/main.tf`, text])));
}

/** Characters of all readings that are still held after everything was judged. */
async function heldAfter(count: number): Promise<number> {
  here = families(count);
  const { files } = await listInputs([here.folder], undefined);
  const workspace = await openWorkspace({ root: here.folder });
  const readings: WeakRef<object>[] = [];
  let judgedFiles = 0;
  await judge(workspace, files, files, ({ path }) => {
    judgedFiles++;
    const reading = workspace.reading(path);
    if (reading) readings.push(new WeakRef(reading));
  });
  expect([judgedFiles, readings.length]).toEqual([count, count]);
  // A reference that was looked at is kept until the turn ends.
  await new Promise((resolve) => setTimeout(resolve));
  collect();
  const held = readings.filter((each) => each.deref() !== undefined).length * LENGTH;
  here.remove();
  return held;
}

test('what is held after many families were judged does not grow with their number', async () => {
  expect(await heldAfter(25)).toBeLessThanOrEqual(ROOM + LENGTH);
  expect(await heldAfter(50)).toBeLessThanOrEqual(ROOM + LENGTH);
});
