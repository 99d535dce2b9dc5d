import type { RunningItem, ToolPlan } from '../input.ts';

/** The tables of `mac infrastructure items`; undefined when the text has none of them. */
export function readItems(text: string): ToolPlan | undefined {
  const running: RunningItem[] = [];
  let columns: readonly string[] = [];
  let seen = /^There (are|is) no (active )?(instances|resources|infrastructure)/m.test(text);
  for (const line of text.split(/\r?\n/)) {
    const cells = line.startsWith('|')
      ? line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim())
      : undefined;
    if (!cells) continue;
    if (cells[0] === 'Infrastructure name') {
      columns = cells.map((cell) => cell.toLowerCase());
      seen = true;
      continue;
    }
    const item = itemOf(columns, cells);
    if (item) running.push(item);
  }
  return seen ? { tool: 'mac', changes: [], running } : undefined;
}

function itemOf(columns: readonly string[], cells: readonly string[]): RunningItem | undefined {
  const cell = (name: string): string | undefined => cells[columns.indexOf(name)];
  const kind = columns.includes('resource name') ? 'resource' : 'instance';
  const infrastructure = cell('infrastructure name');
  const version = cell('version');
  const name = cell(`${kind} name`);
  if (infrastructure === undefined || version === undefined || name === undefined) return undefined;
  return { infrastructure, version, name, kind, status: cell('status') ?? '' };
}
