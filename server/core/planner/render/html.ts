import type { ChangedPath, Json, Plan, PlanNode, PlanStep, PlanWarning } from '../../model/plan.ts';
import { type Lane, laneOf } from '../lane.ts';
import { countsText } from '../summary.ts';
import { hasBlueCopy } from './mermaid.ts';
import { STYLE, STYLE_HASH } from './style.ts';

/** The view of the panel as text, made by the build. */
export interface PlanPage {
  readonly script: string;
  readonly style: string;
  /** `sha256-…`: all that the content policy of the page allows. */
  readonly scriptHash: string;
  readonly styleHash: string;
}

/** The page of the build, when it is there and whole. */
export function planPageOf(value: unknown): PlanPage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const page = value as Readonly<Record<string, unknown>>;
  const whole = ['script', 'style', 'scriptHash', 'styleHash'].every((key) => typeof page[key] === 'string');
  return whole ? (value as PlanPage) : undefined;
}

/**
 * One page that needs nothing else and reaches nothing: the view of the panel with the plan in it, and the same without scripts
 * for those who have none. Without `page` only the latter.
 */
export function renderHtml(plan: Plan, page?: PlanPage): string {
  const path = plan.input.path ?? plan.nodes[0]?.source.path ?? '';
  const title = path === '' ? 'Blue-green plan' : `Blue-green plan: ${path}`;
  const scripts = page ? `script-src '${page.scriptHash}'; ` : '';
  const styles = page ? `'${page.styleHash}' '${STYLE_HASH}'` : `'${STYLE_HASH}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; ${scripts}style-src ${styles}; ${page ? 'img-src data:; ' : ''}base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(title)}</title>
${page ? `<style media="(scripting: enabled)">${page.style}</style>` : `<style>${STYLE}</style>`}
</head>
<body>
${page ? interactive(plan, path, page) : still(plan, path)}
</body>
</html>
`;
}

function interactive(plan: Plan, path: string, page: PlanPage): string {
  return `<noscript><style>${STYLE}</style>
${still(plan, path)}
</noscript>
<script type="application/json" id="plan">${inScript(plan)}</script>
<script>${page.script}</script>`;
}

/** Nothing in a name can end the element it stands in. */
function inScript(plan: Plan): string {
  return JSON.stringify(plan).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function still(plan: Plan, path: string): string {
  return `<main>
${[header(plan, path), lanes(plan), steps(plan), warnings(plan), table(plan), notes(plan)].filter((part) => part !== '').join('\n')}
</main>`;
}

function header(plan: Plan, path: string): string {
  const { readiness, input, mode, colours } = plan;
  const counts = countsText(readiness.counts);
  const badges = [
    `${mode} mode`,
    `blue: ${input.blue}`,
    `evidence: ${input.evidence.join(', ')}`,
    ...colours.map(({ id, label }) => (label === id ? '' : `${id} = ${label}`)),
    counts,
  ].filter((text) => text !== '');
  return `<header>
<div class="head"><h1>Blue-green plan</h1><span class="mono dim">${escaped(path)}</span><span class="score ${slug(readiness.band)}">${readiness.score}/100 ${readiness.band}</span></div>
<p class="summary">${escaped(plan.summary)}</p>
<ul class="badges">${badges.map((text) => `<li>${escaped(text)}</li>`).join('')}</ul>
</header>`;
}

const LANES: readonly (readonly [Lane, string])[] = [
  ['blue', 'live now, goes away'],
  ['shared', 'one copy, both colours'],
  ['green', 'new, beside blue'],
];

function lanes(plan: Plan): string {
  if (plan.nodes.length === 0) return '';
  const columns = LANES.map(([lane, what]) => {
    const copies = lane === 'blue' ? plan.nodes.filter((node) => hasBlueCopy(plan, node)) : [];
    const own = plan.nodes.filter((node) => laneOf(node) === lane);
    const cards = [...copies.map((node) => card(node, 'live')), ...own.map((node) => card(node, node.action))];
    return `<section class="lane ${lane}"><h3>${lane} <span>${what}</span></h3><ul>${cards.join('')}</ul></section>`;
  });
  return `<h2>Lanes</h2>\n<div class="lanes">\n${columns.join('\n')}\n</div>`;
}

function card(node: PlanNode, state: string): string {
  const kind = state === 'switch' ? ' gate' : state === 'block' ? ' blocked' : '';
  const units = node.instances === undefined || node.instances === 'unknown' ? '' : ` · ${node.instances} units`;
  return `<li class="card${kind}"><b>${escaped(node.label)}<span>${state}</span></b><p class="mono">${escaped(node.type)}</p><p>${escaped(classText(node))}${units}</p></li>`;
}

function classText({ lifecycle }: PlanNode): string {
  if (lifecycle.userOverride) return `${lifecycle.class} (your override)`;
  return lifecycle.confidence < 0.7 && lifecycle.class !== 'unknown' ? `probably ${lifecycle.class}` : lifecycle.class;
}

function steps(plan: Plan): string {
  if (plan.steps.length === 0) return '<h2>Steps</h2>\n<p>Nothing to deploy.</p>';
  const items = plan.steps.flatMap((step) => [
    ...(step.n === plan.pointOfNoReturn ? ['<li class="line">From here there is no way back</li>'] : []),
    stepItem(plan, step),
  ]);
  return `<h2>Steps</h2>\n<ol class="steps">\n${items.join('\n')}\n</ol>`;
}

function stepItem(plan: Plan, step: PlanStep): string {
  const kind = step.phase === 'cut-over' ? ' class="cut"' : step.n === plan.pointOfNoReturn ? ' class="end"' : '';
  const labels = step.nodes.map((id) => labelIn(plan, id)).join(', ');
  const traffic = (step.traffic ?? []).map(({ blue, green }) => `<li>${blue} % blue, ${green} % green</li>`).join('');
  const commands = (step.commands ?? []).join('\n');
  const before = (step.precondition ?? []).map((text) => `<dt>Before</dt><dd>${escaped(text)}</dd>`).join('');
  return `<li${kind}><h3>${step.n}. ${step.action} <small>${step.phase}</small></h3>
<div>${escaped(labels)}</div>
<dl>${before}<dt>Do</dt><dd>${escaped(step.do)}</dd><dt>Verify</dt><dd>${escaped(step.verify)}</dd><dt>Roll back</dt><dd>${escaped(step.rollback)}</dd></dl>${
    traffic === '' ? '' : `<ul class="traffic">${traffic}</ul>`
  }${commands === '' ? '' : `<pre>${escaped(commands)}</pre>`}</li>`;
}

function warnings(plan: Plan): string {
  if (plan.warnings.length === 0) return '';
  return `<h2>Warnings</h2>\n<ul class="warnings">\n${plan.warnings.map((warning) => warningItem(plan, warning)).join('\n')}\n</ul>`;
}

function warningItem(plan: Plan, { code, severity, node, source, message, fix }: PlanWarning): string {
  const where = `${source.path}:${source.range.start.line + 1}`;
  return `<li class="${severity}"><strong>${severity}</strong> <code>${escaped(code)}</code> ${escaped(labelIn(plan, node))} <span class="dim mono">${escaped(where)}</span><br>${escaped(message)}${
    fix ? `<br><span class="dim">What to do: ${escaped(fix)}</span>` : ''
  }</li>`;
}

function table(plan: Plan): string {
  if (plan.nodes.length === 0) return '';
  const rows = plan.nodes.map(
    (node) =>
      `<tr><th scope="row">${escaped(node.label)}</th><td class="mono">${escaped(node.type)}</td><td>${escaped(classText(node))}</td><td>${changeCell(node)}</td><td><b>${node.action}</b></td><td>${escaped(node.why.join('; '))}</td><td>${node.source.range.start.line + 1}</td></tr>`,
  );
  const heads = ['resource', 'type', 'class', 'change', 'action', 'why', 'line'];
  return `<h2>Resources</h2>
<div class="scroll"><table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>`;
}

function changeCell({ change, changedPaths = [] }: PlanNode): string {
  return [change, ...changedPaths.map(pathText)].join('<br>');
}

function pathText({ path, before, after }: ChangedPath): string {
  if (before === undefined && after === undefined) return `<code>${escaped(path)}</code>`;
  return `<code>${escaped(path)}</code>: <code>${jsonText(before)}</code> → <code>${jsonText(after)}</code>`;
}

function jsonText(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  return escaped(typeof value === 'string' ? value : JSON.stringify(value));
}

function notes(plan: Plan): string {
  const lines = [
    ...(plan.messages ?? []).map(({ queue, policy }) => `Queue ${labelIn(plan, queue)}: ${policy}`),
    ...(plan.caches ?? []).map(({ node, policy }) => `Cache ${labelIn(plan, node)}: ${policy}`),
    ...(plan.schemaChecks ?? []).map(
      ({ store, change, compatible, phase }) =>
        `Schema of ${store}: ${change}; blue can live with it: ${compatible}; phase ${phase}`,
    ),
  ];
  if (lines.length === 0) return '';
  return `<h2>Messages, caches, schema</h2>\n<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;
}

function labelIn(plan: Plan, id: string): string {
  return plan.nodes.find((node) => node.id === id)?.label ?? id;
}

function slug(text: string): string {
  return text.replaceAll(' ', '-');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
