import type { CompletionItem } from '../../../model/editor.ts';
import type { Surroundings } from '../../language.ts';
import { moduleOf } from '../read/module.ts';
import type { TerraformReading } from '../read/reading.ts';
import type { Setting } from '../schema/place.ts';
import { completeItem } from './complete-item.ts';
import { completeLabel } from './complete-label.ts';
import { completeValue } from './complete-value.ts';
import { cursorPlace } from './cursor-place.ts';

/** Most items of one answer: more is noise, and the editor asks again while the word grows. */
const MOST = 200;

export function settingFor(reading: TerraformReading, { project, data }: Surroundings): Setting {
  return { form: reading.form, module: moduleOf(reading, project), project, data };
}

/** What can be written at the offset, in every state of a half-typed file. */
export function completeTerraform(
  reading: TerraformReading,
  offset: number,
  around: Surroundings,
): readonly CompletionItem[] {
  if (reading.form.kind === 'lock' || (reading.form.json && !isInterpolated(reading, offset))) return [];
  const place = cursorPlace(reading, offset);
  const setting = settingFor(reading, around);
  switch (place.kind) {
    case 'item':
      return best(completeItem(reading, place, setting), reading, offset);
    case 'label':
      return best(completeLabel(reading, place, setting), reading, offset);
    case 'value':
      return best(completeValue(reading, place, setting), reading, offset);
    default:
      return [];
  }
}

/** Between `${` and its end on the line of the offset: of JSON only the expressions in its texts are completed. */
function isInterpolated({ hcl }: TerraformReading, offset: number): boolean {
  const line = hcl.text.slice(hcl.text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /\$\{[^}]*$/.test(line);
}

/** Those that fit what is written: those that begin so, those that hold it, the others; the likeliest first in each. */
function best(items: readonly CompletionItem[], { hcl }: TerraformReading, offset: number): CompletionItem[] {
  const fits = items.flatMap((item) => {
    const { label, edit, filter } = item;
    const written = hcl.text.slice(edit.span.start, Math.min(offset, edit.span.end)).replace(/^"/, '').toLowerCase();
    const whole = (filter ?? label).toLowerCase();
    const tier = whole.startsWith(written) ? 0 : whole.includes(written) ? 1 : 2;
    return tier < 2 || isSubsequence(written, whole) ? [{ item, tier }] : [];
  });
  const order = (a: CompletionItem, b: CompletionItem) =>
    (a.rank ?? 50) - (b.rank ?? 50) || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0);
  const sorted = fits.toSorted((a, b) => a.tier - b.tier || order(a.item, b.item));
  return sorted.slice(0, MOST).map(({ item }) => item);
}

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const character of part) {
    at = whole.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
