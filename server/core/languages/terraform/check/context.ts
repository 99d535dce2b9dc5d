import type { Finding, FindingKind, FindingSeverity, Fix, Related } from '../../../model/finding.ts';
import type { Span } from '../../../model/span.ts';
import type { Surroundings } from '../../language.ts';
import { type Module, moduleOf } from '../read/module.ts';
import type { TerraformReading } from '../read/reading.ts';
import { Types } from '../schema/infer.ts';
import type { Setting } from '../schema/place.ts';

export interface Extras {
  readonly kind?: FindingKind;
  readonly fixes?: readonly Fix[];
  readonly related?: readonly Related[];
  readonly tags?: Finding['tags'];
}

/** One check of one file: what is asked and where answers go. */
export interface CheckContext extends Setting {
  readonly reading: TerraformReading;
  readonly module: Module;
  readonly types: Types;
  report(
    problem: string,
    severity: FindingSeverity,
    message: string,
    at: { readonly span: Span; readonly node: string },
    extras?: Extras,
  ): void;
}

export function contextFor(
  reading: TerraformReading,
  { project, data }: Surroundings,
  findings: Finding[],
): CheckContext {
  const gated = new Set<string>();
  const setting = { form: reading.form, module: moduleOf(reading, project), project, data };
  return {
    ...setting,
    reading,
    types: new Types(setting),
    report(problem, severity, message, { span, node }, { kind = 'semantic', fixes: offered, related, tags } = {}) {
      // One version mends them all: said where the feature stands first.
      if (problem === 'version-gate' && gated.has(message)) return;
      if (problem === 'version-gate') gated.add(message);
      const fixes = reading.form.json ? offered?.filter((fix) => isWordFix(fix, reading.source.text)) : offered;
      const optional = {
        ...(fixes && fixes.length > 0 && { fixes }),
        ...(related && { related }),
        ...(tags && { tags }),
      };
      findings.push({ code: `terraform/${problem}`, kind, severity, message, span, node, ...optional });
    },
  };
}

/** One word in place of another: the only fix that is the same in JSON. */
function isWordFix({ edits, others }: Fix, text: string): boolean {
  const isWord = (part: string) => /^[\w.-]+$/.test(part);
  return (
    others === undefined &&
    edits.every((edit) => isWord(edit.text) && isWord(text.slice(edit.span.start, edit.span.end)))
  );
}

/** A fix that puts another word in place of one. */
export function replaceFix(title: string, span: Span, text: string, safety: Fix['safety'] = 'safe'): Fix {
  return { title, safety, edits: [{ span, text }] };
}

/** `Did you mean "x"?` with a leading blank, or nothing. */
export function hint(near: string | undefined): string {
  return near === undefined ? '' : ` Did you mean "${near}"?`;
}

/** `a, b and 3 more`. */
export function listed(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '');
}
