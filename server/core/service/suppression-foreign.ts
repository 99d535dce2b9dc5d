import type { Reading } from '../languages/language.ts';
import type { Comment } from '../model/comment.ts';
import { LineIndex } from '../model/lines.ts';
import type { Span } from '../model/span.ts';
import type { RuleMeta } from '../rules/define.ts';
import type { Suppression } from './suppression-read.ts';

/** An ignore of another tool for something one of our rules reports too. */
export interface ForeignPragma extends Suppression {
  readonly tool: string;
}

interface Form {
  readonly tool: string;
  /** First group: ids, separated by commas or spaces; absent or empty = all of that tool. Second: the reason. */
  readonly pattern: RegExp;
  /** Where it holds: in what it stands in, on its line and the next, or everywhere. */
  readonly place: 'around' | 'line' | 'file';
}

const FORMS: readonly Form[] = [
  { tool: 'checkov', pattern: /^checkov:skip=([\w,]+)(?::\s*(.+))?/, place: 'around' },
  { tool: 'tflint', pattern: /^tflint-ignore-file:\s*([\w, -]+?)\s*(?:#\s*(.+))?$/, place: 'file' },
  { tool: 'tflint', pattern: /^tflint-ignore:\s*([\w, -]+?)\s*(?:#\s*(.+))?$/, place: 'line' },
  { tool: 'trivy', pattern: /^((?:(?:trivy|tfsec):ignore:[\w-]+[\s,]*)+)(.+)?/, place: 'line' },
  { tool: 'ansible-lint', pattern: /^noqa:?\s+([\w[\], -]+?)\s*(?:#\s*(.+))?$/, place: 'line' },
  { tool: 'kics', pattern: /^kics-scan\s+disable=([\w,-]+)/, place: 'file' },
  { tool: 'kics', pattern: /^kics-scan\s+ignore-(?:line|block)()/, place: 'line' },
];

/** Ignores of other tools, in comments and in metadata, whose id is listed as equivalent by one of our rules. */
export function foreignPragmas(reading: Reading, rules: readonly RuleMeta[]): readonly ForeignPragma[] {
  const lines = new LineIndex(reading.source.text);
  const comments = reading.comments.flatMap((comment) => {
    const form = FORMS.find(({ pattern }) => pattern.test(comment.text));
    const match = form?.pattern.exec(comment.text);
    if (form === undefined || !match) return [];
    const ids = (match[1] ?? '').split(/[\s,]+/).filter((id) => id !== '');
    const place = placeOf(form, comment, reading, lines);
    return pragma(form.tool, ids, match[2], comment.span, place, rules);
  });
  const metadata = (reading.foreignIgnores ?? []).flatMap(({ tool, id, reason, span, node }) =>
    pragma(tool, [id], reason, span, { node }, rules),
  );
  return [...comments, ...metadata];
}

function pragma(
  tool: string,
  ids: readonly string[],
  reason: string | undefined,
  span: Span,
  place: Pick<Suppression, 'node' | 'scope'>,
  rules: readonly RuleMeta[],
): ForeignPragma[] {
  const ours = rules.filter(({ peers }) => {
    const known = peers?.[tool] ?? [];
    return ids.length === 0 ? known.length > 0 : known.some((peer) => ids.some((id) => means(tool, id, peer)));
  });
  if (ours.length === 0) return [];
  const why = reason?.trim();
  const said = why === undefined || why === '' ? {} : { reason: why };
  return [{ form: 'foreign', tool, rules: ours.map(({ id }) => ({ value: id, span })), span, ...said, ...place }];
}

/** Tools take more than one spelling of an id: with what its list is called, with a sub-id, as the beginning of several. */
function means(tool: string, written: string, peer: string): boolean {
  const id = written
    .toLowerCase()
    .replace(/^(?:trivy|tfsec):ignore:/, '')
    .replace(/^avd-/, '')
    .replace(/\[.*$/, '');
  const known = peer.toLowerCase();
  if (id === known) return true;
  if (tool === 'kics') return id.startsWith(`${known}-`);
  return tool === 'cfn-lint' ? known.startsWith(id) : known.endsWith('_') && id.startsWith(known);
}

function placeOf(
  { place }: Form,
  comment: Comment,
  reading: Reading,
  lines: LineIndex,
): Pick<Suppression, 'node' | 'scope'> {
  if (place === 'file') return { node: '' };
  if (place === 'around') {
    const inside = reading.nodes.filter(({ span }) => span.start <= comment.span.start && comment.span.end <= span.end);
    const resource = inside.find(({ path }) => path.includes('.')) ?? inside[0];
    if (resource !== undefined) return { node: resource.path, scope: resource.span };
  }
  const { line } = lines.positionAt(comment.span.start);
  return { scope: { start: lines.startOf(line), end: lines.startOf(comment.own ? line + 2 : line + 1) } };
}
