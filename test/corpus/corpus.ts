/**
 * `npm run corpus -- FOLDER… [--language cloudformation] [--list error | --list CODE]`: checks repositories that lie on this machine and
 * counts what is found. Folders also come from `VERDIGRIS_CORPUS`, separated like a PATH. Nothing of them is written anywhere.
 */
import { basename, delimiter } from 'node:path';
import { parseArgs } from 'node:util';
import { LineIndex } from '../../server/core/model/lines.ts';
import { type Listed, listInputs } from '../../server/hosts/cli/inputs.ts';
import { judge } from '../../server/hosts/cli/judge.ts';
import { countsIn, type FileReport } from '../../server/hosts/cli/report.ts';
import { openWorkspace } from '../../server/hosts/cli/workspace.ts';

interface Checked extends FileReport {
  /** User CPU of reading, checking and what it needs beside it, in milliseconds. */
  readonly cpu: number;
}

const { VERDIGRIS_CORPUS } = process.env;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { language: { type: 'string' }, list: { type: 'string' }, codes: { type: 'string', default: '40' } },
});
const named = positionals.length > 0 ? positionals : (VERDIGRIS_CORPUS ?? '').split(delimiter);
const folders = named.filter((folder) => folder !== '');
if (folders.length === 0) {
  console.error('Name folders of repositories, or put them into VERDIGRIS_CORPUS.');
  process.exitCode = 2;
}
let crashed = 0;
for (const folder of folders) crashed += await report(folder);
if (crashed > 0) process.exitCode = 1;

/** Prints what is said about one folder; the number of crashes. */
async function report(folder: string): Promise<number> {
  const listed = await listInputs([folder], undefined);
  const crashes: string[] = [];
  const checked = await checkAll(folder, listed, crashes);
  const files = checked.filter(({ language }) => language !== null && language === (values.language ?? language));
  const lines = files.reduce((sum, { text }) => sum + text.split('\n').length, 0);
  const slowest = files.toSorted((a, b) => b.cpu - a.cpu)[0];
  const cpu = files.reduce((sum, file) => sum + file.cpu, 0);
  console.log(`\n## ${basename(folder)}: ${files.length} files of ours among ${listed.files.length}, ${lines} lines`);
  for (const [language, count] of counted(files.map((file) => file.language ?? '')))
    console.log(`${language}: ${count} files`);
  const counts = countsIn(files.flatMap(({ findings }) => findings));
  console.log(
    Object.entries(counts)
      .map(([severity, count]) => `${count} ${severity}`)
      .join(' · '),
  );
  const codes = counted(files.flatMap(({ findings }) => findings.map(({ severity, code }) => `${severity} ${code}`)));
  for (const [code, count] of codes.slice(0, Number(values.codes)))
    console.log(`${String(count).padStart(6)}  ${code}`);
  if (slowest) console.log(`CPU ${(cpu / 1000).toFixed(1)} s; slowest ${slowest.cpu.toFixed(0)} ms: ${slowest.path}`);
  for (const trouble of listed.troubles) console.log(`NOT READ: ${trouble}`);
  for (const crash of crashes) console.log(`CRASH: ${crash}`);
  console.log(`${crashes.length} crashes`);
  if (values.list !== undefined) for (const file of files) list(file, values.list);
  return crashes.length;
}

/** A fault of ours is said by the workspace, and costs that part of the file only. */
async function checkAll(folder: string, listed: Listed, crashes: string[]): Promise<Checked[]> {
  const workspace = await openWorkspace({ root: folder }, (message) => crashes.push(message));
  const checked: Checked[] = [];
  let before = process.cpuUsage().user;
  await judge(workspace, listed.files, listed.files, ({ path, shown }, _, judged) => {
    if (!judged) return void listed.troubles.push(`${shown} cannot be read`);
    const { language, findings } = judged;
    const now = process.cpuUsage().user;
    const text = workspace.text(path) ?? '';
    checked.push({ path: shown, place: shown, text, language, findings, cpu: (now - before) / 1000 });
    before = now;
  });
  return checked;
}

function list({ path, text, findings }: FileReport, wish: string): void {
  const index = new LineIndex(text);
  for (const { code, severity, span, message } of findings.filter((it) => it.severity === wish || it.code === wish))
    console.log(`${path}:${index.positionAt(span.start).line + 1}: ${severity} ${code}: ${message}`);
}

/** Most frequent first. */
function counted(words: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}
