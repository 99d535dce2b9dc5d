import type { Finding, FindingSeverity, Fix } from '../model/finding.ts';
import type { Span, Written } from '../model/span.ts';
import { closest } from '../schema/closest.ts';
import { effectiveSeverity } from './config.ts';
import { namesCode, type Outcome, type SuppressionInput } from './suppression-outcome.ts';

/** What is wrong with a suppression itself. Sidecars have no place in the document and are judged where they are used. */
export function complaintsAbout(outcome: Outcome, input: SuppressionInput): readonly Finding[] {
  const { suppression, refusal, kept } = outcome;
  if (suppression.form === 'sidecar' || suppression.form === 'foreign') return [];
  const unknown = suppression.rules.filter(({ value }) => !isKnown(value, input));
  const found = unknown.map((id) => unknownRule(id, input));
  if (suppression.rules.length === 0) found.push(blanket(outcome));
  if (kept.length > 0) found.push(notSuppressible(outcome, codesOf(kept)));
  if (refusal === 'not-allowed') return [...found, notSuppressible(outcome)];
  if (refusal === 'expired') return [...found, expired(outcome)];
  const wantsReason = refusal === 'no-reason' || input.config.profile.reasons;
  if (wantsReason && suppression.reason === undefined) found.push(noReason(outcome));
  const unused = suppression.rules.filter((id) => !unknown.includes(id) && isUnused(id, outcome, input));
  if (unused.length > 0) found.push(unusedIds(unused, outcome, input));
  return found;
}

/** Every code that can stand in a list: rules, their groups, and the checks of the languages (which the core does not list). */
function isKnown(id: string, { rules }: SuppressionInput): boolean {
  if (id === '*' || /^(?:macfile|cloudformation|ansible|terraform|plan)\//.test(id)) return true;
  return rules.some((rule) => rule.id === id || `${rule.group}/*` === id);
}

/** Not unused: an id whose rule is off here, because nobody looked. */
function isUnused(id: Written, { suppression, hidden, kept }: Outcome, input: SuppressionInput): boolean {
  const group = (code: string) => input.rules.find((rule) => rule.id === code)?.group;
  if ([...hidden, ...kept].some(({ code }) => namesCode(id.value, code, group(code)))) return false;
  const meant = input.rules.filter((rule) => namesCode(id.value, rule.id, rule.group));
  if (suppression.rules.length === 0 || meant.length === 0) return meant.length === 0 && !id.value.includes('/');
  return meant.every((rule) => effectiveSeverity(input.config, rule, input.reading.source.path) !== 'off');
}

function unknownRule(id: Written, input: SuppressionInput): Finding {
  const meant = closest(id.value, [
    ...input.rules.map((rule) => rule.id),
    ...new Set(input.rules.map((rule) => `${rule.group}/*`)),
  ]);
  const help = meant === undefined ? 'Look the id up in the list of rules.' : `Did you mean \`${meant}\`?`;
  const fixes: Fix[] = [];
  if (meant !== undefined)
    fixes.push({ title: `Change to ${meant}`, safety: 'safe', edits: [{ span: id.span, text: meant }] });
  return finding(
    'unknown-rule',
    'warning',
    id.span,
    `There is no rule \`${id.value}\`, so this hides nothing. ${help}`,
    fixes,
  );
}

/** Its fix lists what it hides today, so that it cannot hide tomorrow's findings too. */
function blanket({ suppression, hidden }: Outcome): Finding {
  const codes = codesOf(hidden);
  const message =
    'This suppression names no rule, so it also hides every finding to come. Name the rules it is meant for: `ignore[rule-id]`.';
  return finding('blanket', 'warning', suppression.span, message, [], codes);
}

function notSuppressible({ suppression }: Outcome, codes?: string): Finding {
  const message =
    codes === undefined
      ? 'The configuration does not allow suppressions in files, so this one hides nothing. Use `suppressions` in `.verdigris.yaml`.'
      : `The configuration does not allow ${codes} to be suppressed. Fix the finding, or change \`suppressible\` in \`.verdigris.yaml\`.`;
  return finding('not-suppressible', 'warning', suppression.span, message);
}

function expired({ suppression }: Outcome): Finding {
  const { until = '' } = suppression;
  const message = /^\d{4}-\d{2}-\d{2}$/.test(until)
    ? `This suppression ended on ${until}, so its findings are back. Fix them, or give a new date with a reason.`
    : `\`until=${until}\` is not a date like 2027-01-31, so the suppression does not hold. Write the date as year-month-day.`;
  return finding('expired', 'error', suppression.span, message);
}

function noReason({ suppression }: Outcome): Finding {
  const message =
    'This suppression gives no reason, so nobody can tell later whether it still holds. Add one: `-- reason`.';
  return finding('no-reason', 'warning', suppression.span, message);
}

function unusedIds(unused: readonly Written[], { suppression }: Outcome, input: SuppressionInput): Finding {
  const all = unused.length === suppression.rules.length;
  const names = unused.map(({ value }) => `\`${value}\``).join(', ');
  const message = `${names} ${unused.length === 1 ? 'reports' : 'report'} nothing here, so the suppression is not needed. Remove it.`;
  const text = input.reading.source.text;
  const edits =
    all && suppression.form !== 'metadata' ? [removeComment(suppression.span, text)] : removeIds(unused, text);
  const span = all ? suppression.span : (unused[0]?.span ?? suppression.span);
  const fixes: Fix[] =
    suppression.form === 'metadata' ? [] : [{ title: 'Remove the suppression', safety: 'safe', edits }];
  return { ...finding('unused', 'info', span, message, fixes), tags: ['unnecessary'] };
}

/** A comment alone on its line goes with the line. */
function removeComment({ start, end }: Span, text: string) {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const alone = text.slice(lineStart, start).trim() === '';
  if (!alone)
    return { span: { start: start - (/[ \t]*$/.exec(text.slice(lineStart, start))?.[0].length ?? 0), end }, text: '' };
  const newline = text.indexOf('\n', end);
  return { span: { start: lineStart, end: newline < 0 ? text.length : newline + 1 }, text: '' };
}

/** Each id goes with the comma that separates it. */
function removeIds(ids: readonly Written[], text: string) {
  return ids.map(({ span }) => {
    const after = /^\s*,\s*/.exec(text.slice(span.end, span.end + 64))?.[0].length ?? 0;
    if (after > 0) return { span: { start: span.start, end: span.end + after }, text: '' };
    const before = /,\s*$/.exec(text.slice(Math.max(0, span.start - 64), span.start))?.[0].length ?? 0;
    return { span: { start: span.start - before, end: span.end }, text: '' };
  });
}

function codesOf(findings: readonly Finding[]): string {
  return [...new Set(findings.map(({ code }) => code))].sort().join(', ');
}

function finding(
  name: string,
  severity: FindingSeverity,
  span: Span,
  message: string,
  fixes: readonly Fix[] = [],
  codes = '',
): Finding {
  const said = codes === '' ? message : `${message} It now hides: ${codes}.`;
  return {
    code: `suppression/${name}`,
    kind: 'suppression',
    severity,
    message: said,
    span,
    node: '',
    ...(fixes.length > 0 ? { fixes } : {}),
  };
}
