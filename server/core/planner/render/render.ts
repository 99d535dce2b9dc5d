import type { Plan } from '../../model/plan.ts';
import { type PlanPage, planPageOf, renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { renderMarkdown, renderRunbook } from './markdown.ts';
import { renderMermaid } from './mermaid.ts';
import { renderSarif } from './sarif.ts';

export type PlanFormat = 'markdown' | 'runbook' | 'json' | 'mermaid' | 'sarif' | 'html';

const RENDERERS: Readonly<Record<PlanFormat, (plan: Plan, page?: PlanPage) => string>> = {
  markdown: renderMarkdown,
  runbook: renderRunbook,
  json: renderJson,
  mermaid: renderMermaid,
  sarif: renderSarif,
  html: renderHtml,
};

/** The plan as text, ending in a newline. Same plan, same bytes. `page`: `plan-page.json` of the build, for HTML. */
export function render(plan: Plan, format: PlanFormat, page?: unknown): string {
  return RENDERERS[format](plan, planPageOf(page));
}
