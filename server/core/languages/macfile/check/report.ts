import type { Finding, Fix } from '../../../model/finding.ts';
import type { Span } from '../../../model/span.ts';
import { nodeAt } from '../nodes.ts';
import type { MacfileReading } from '../reading.ts';

/** A finding before its node path is known. */
export interface Draft extends Omit<Finding, 'code' | 'node' | 'fixes'> {
  /** Without the `macfile/` in front. */
  readonly code: string;
  readonly fixes?: readonly (Fix | undefined)[];
}

export function finding(reading: MacfileReading, { code, fixes, ...draft }: Draft): Finding {
  const offered = fixes?.filter((fix) => fix !== undefined) ?? [];
  return {
    ...draft,
    code: `macfile/${code}`,
    node: nodeAt(reading.nodes, draft.span.start),
    ...(offered.length === 0 ? {} : { fixes: offered }),
  };
}

export function replace(title: string, span: Span, text: string, safety: Fix['safety'] = 'safe'): Fix {
  return { title, safety, edits: [{ span, text }] };
}

/** `Did you mean "x"?` with the fix that writes it. */
export function didYouMean(
  meant: string | undefined,
  span: Span,
  text = meant,
): { readonly hint: string; readonly fix: Fix | undefined } {
  if (meant === undefined || text === undefined) return { hint: '', fix: undefined };
  return { hint: ` Did you mean "${meant}"?`, fix: replace(`Replace by "${meant}"`, span, text) };
}

/** `a`, `b` and `c`; at most eight names. */
export function listed(names: Iterable<string>, joint = 'and'): string {
  const all = [...names];
  const shown = all.slice(0, 8);
  if (all.length > shown.length) return `${shown.join(', ')} ${joint} ${all.length - shown.length} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} ${joint} ${shown.at(-1)}`;
}
