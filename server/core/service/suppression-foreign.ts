import type { Reading } from '../languages/language.ts';
import type { Comment } from '../model/comment.ts';
import { LineIndex } from '../model/lines.ts';
import type { Span } from '../model/span.ts';
import type { RuleMeta } from '../rules/define.ts';
import type { Suppression } from './suppression-read.ts';

/** An ignore comment of another tool for something one of our rules reports too. */
export interface ForeignPragma extends Suppression {
  readonly tool: string;
  readonly comment: Comment;
}

interface Form {
  readonly tool: string;
  readonly pattern: RegExp;
  /** Where it holds: around the comment, or on its line and the next. */
  readonly place: 'around' | 'line';
}

/** First group: ids, separated by commas or spaces; second: the reason. */
const FORMS: readonly Form[] = [
  { tool: 'checkov', pattern: /^checkov:skip=([\w,]+)(?::\s*(.+))?/, place: 'around' },
  { tool: 'tflint', pattern: /^tflint-ignore:\s*([\w, -]+)/, place: 'line' },
  { tool: 'trivy', pattern: /^(?:trivy|tfsec):ignore:([\w-]+)/, place: 'line' },
  { tool: 'ansible-lint', pattern: /^noqa:?\s+([\w[\], -]+)/, place: 'line' },
  { tool: 'kics', pattern: /^kics-scan (?:ignore-line|disable=([\w,-]+))/, place: 'line' },
];

/** Pragmas of other tools whose id is listed as equivalent by one of our rules. */
export function foreignPragmas(reading: Reading, rules: readonly RuleMeta[]): readonly ForeignPragma[] {
  const lines = new LineIndex(reading.source.text);
  return reading.comments.flatMap((comment) => {
    const form = FORMS.find(({ pattern }) => pattern.test(comment.text));
    const match = form?.pattern.exec(comment.text);
    if (form === undefined || match?.[1] === undefined) return [];
    const ids = match[1].split(/[\s,]+/);
    const ours = rules.filter(({ peers }) => peers?.[form.tool]?.some((id) => ids.includes(id)));
    if (ours.length === 0) return [];
    const reason = match[2]?.trim();
    return [
      {
        form: 'foreign',
        tool: form.tool,
        comment,
        rules: ours.map(({ id }) => ({ value: id, span: comment.span })),
        span: comment.span,
        ...(reason ? { reason } : {}),
        ...placeOf(form, comment, reading, lines),
      },
    ];
  });
}

function placeOf(
  { place }: Form,
  comment: Comment,
  reading: Reading,
  lines: LineIndex,
): { node?: string; scope?: Span } {
  if (place === 'around') {
    const inside = reading.nodes.filter(({ span }) => span.start <= comment.span.start && comment.span.end <= span.end);
    const resource = inside.find(({ path }) => path.includes('.')) ?? inside[0];
    if (resource !== undefined) return { node: resource.path, scope: resource.span };
  }
  const { line } = lines.positionAt(comment.span.start);
  return { scope: { start: lines.startOf(line), end: lines.startOf(comment.own ? line + 2 : line + 1) } };
}
