import type { ChangedPath, Json, Plan, PlanNode, PlanStep, PlanWarning } from '../../model/plan.ts';

/** The plan for a pull request: sentence, table, numbered steps, warnings. */
export function renderMarkdown(plan: Plan): string {
  return documentOf(plan, (step) => `${step.n}. ${stepText(plan, step)}`);
}

/** The same with the steps as boxes to tick while it is carried out. */
export function renderRunbook(plan: Plan): string {
  return documentOf(plan, (step) => `- [ ] ${step.n}. ${stepText(plan, step)}`);
}

function documentOf(plan: Plan, stepLine: (step: PlanStep) => string): string {
  const path = plan.input.path ?? plan.nodes[0]?.source.path ?? '';
  const title =
    path === '' ? '# Blue-green plan' : `# Blue-green plan: ${escaped(path.slice(path.lastIndexOf('/') + 1))}`;
  const blocks = [
    title,
    escaped(plan.summary),
    ...(plan.nodes.length > 0 ? [table(plan)] : []),
    ...stepBlocks(plan, stepLine),
  ];
  const warnings = plan.warnings.map((warning) => warningLine(plan, warning));
  if (warnings.length > 0) blocks.push('## Warnings', warnings.join('\n'));
  return `${[...blocks, ...notes(plan)].join('\n\n')}\n`;
}

/** Resources that nothing happens to are listed up to here: a comment on a pull request holds 65,536 characters. */
const QUIET_AT_MOST = 40;

function table(plan: Plan): string {
  const isQuiet = ({ action, change }: PlanNode): boolean => action === 'share' && change === 'unchanged';
  const quiet = plan.nodes.filter(isQuiet).length;
  const nodes = quiet > QUIET_AT_MOST ? plan.nodes.filter((node) => !isQuiet(node)) : plan.nodes;
  const left = plan.nodes.length - nodes.length;
  const rest = left > 0 ? `\n\n${left} more resources are shared and stay as they are.` : '';
  return nodes.length > 0 ? tableOf(nodes, mainOf(plan)) + rest : rest.trim();
}

function tableOf(nodes: readonly PlanNode[], main: string): string {
  const rows = nodes.map((node) =>
    [
      escaped(node.label),
      escaped(node.type),
      classText(node),
      changeText(node),
      `**${node.action}**`,
      escaped(node.why.join('; ')),
      placeOf(node.source, main),
    ].join(' | '),
  );
  return [
    '| resource | type | class | change | action | why | line |',
    '|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

function mainOf({ input, nodes }: Plan): string {
  return input.path ?? nodes[0]?.source.path ?? '';
}

/** A line of the main file, or of another one, which is named. */
function placeOf({ path, range }: PlanNode['source'], main: string): string {
  const line = range.start.line + 1;
  return path === main ? String(line) : `${escaped(path)}:${line}`;
}

function classText({ lifecycle }: PlanNode): string {
  if (lifecycle.userOverride) return `${lifecycle.class} (override)`;
  return lifecycle.confidence < 0.7 && lifecycle.class !== 'unknown' ? `probably ${lifecycle.class}` : lifecycle.class;
}

function changeText({ change, changedPaths = [] }: PlanNode): string {
  return changedPaths.length === 0 ? change : `${change} (${changedPaths.map(pathText).join(', ')})`;
}

function pathText({ path, before, after }: ChangedPath): string {
  if (before === undefined && after === undefined) return escaped(path);
  return `${escaped(path)}: ${jsonText(before)} → ${jsonText(after)}`;
}

const SHOWN_AT_MOST = 60;

function jsonText(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return code(text.length > SHOWN_AT_MOST ? `${text.slice(0, SHOWN_AT_MOST - 1)}…` : text);
}

function stepBlocks(plan: Plan, stepLine: (step: PlanStep) => string): readonly string[] {
  if (plan.steps.length === 0) return ['## Steps', 'Nothing to deploy.'];
  const lines = plan.steps.map(stepLine);
  const end = plan.pointOfNoReturn;
  if (end === null) return ['## Steps', lines.join('\n')];
  return [
    '## Steps',
    lines.slice(0, end - 1).join('\n'),
    '**--- from here there is no way back ---**',
    lines.slice(end - 1).join('\n'),
  ];
}

function stepText(plan: Plan, step: PlanStep): string {
  const labels = step.nodes.map((id) => escaped(labelIn(plan, id))).join(', ');
  const parts = [
    `**${step.phase}** – ${step.action}${labels === '' ? '' : ` ${labels}`}: ${escaped(step.do)}.`,
    ...(step.precondition ?? []).map((text) => `Before: ${escaped(text)}.`),
    `Verify: ${escaped(step.verify)}.`,
    `Roll back: ${escaped(step.rollback)}.`,
  ];
  const commands = step.commands ?? [];
  if (commands.length > 0) {
    parts.push(`${commands.length === 1 ? 'Command' : 'Commands'}: ${commands.map(code).join(', ')}.`);
  }
  return parts.join(' ');
}

function warningLine(plan: Plan, { code: name, severity, node, source, message, fix }: PlanWarning): string {
  const main = mainOf(plan);
  const place = placeOf(source, main);
  const where = `${escaped(labelIn(plan, node))} (${source.path === main ? `line ${place}` : place})`;
  return `- **${severity}** \`${name}\` ${where}: ${escaped(message)}${fix ? `. ${escaped(capital(fix))}` : ''}`;
}

function notes(plan: Plan): readonly string[] {
  const messages = (plan.messages ?? []).map(({ queue, policy }) => `- ${escaped(labelIn(plan, queue))}: ${policy}`);
  const caches = (plan.caches ?? []).map(({ node, policy }) => `- ${escaped(labelIn(plan, node))}: ${policy}`);
  const schema = (plan.schemaChecks ?? []).map(
    ({ store, change, compatible, phase }) =>
      `- ${escaped(store)}: ${code(change)}, blue can live with it: ${compatible}, phase ${phase}`,
  );
  return [
    ...(messages.length > 0 ? ['## Messages', messages.join('\n')] : []),
    ...(caches.length > 0 ? ['## Caches', caches.join('\n')] : []),
    ...(schema.length > 0 ? ['## Schema', schema.join('\n')] : []),
  ];
}

function labelIn(plan: Plan, id: string): string {
  return plan.nodes.find((node) => node.id === id)?.label ?? id;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Text of the file inside Markdown: on one line, and never mark-up. */
export function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*[\]<|#~]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(/(^|[^A-Za-z0-9])_|_(?=$|[^A-Za-z0-9])/g, '$1\\_');
}

function code(text: string): string {
  const flat = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  const longest = Math.max(0, ...(flat.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = flat.startsWith('`') || flat.endsWith('`') || flat === '' ? ' ' : '';
  return `${fence}${pad}${flat}${pad}${fence}`;
}
