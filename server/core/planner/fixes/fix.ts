import type { Resource } from '../../model/fact.ts';
import type { Safety } from '../../model/finding.ts';
import type { Intent } from '../../model/intent.ts';
import type { Span } from '../../model/span.ts';
import type { MapEntry } from '../../model/value.ts';
import type { UnitFacts } from '../input.ts';
import type { Mention } from '../named.ts';
import type { Phrase } from '../phrase.ts';
import { spelling } from '../setting.ts';

/** A change of the unit that makes its plan better. */
export interface Fix {
  readonly title: Phrase;
  readonly safety: Safety;
  readonly intents: readonly Intent[];
  /** The file of the unit that the intents are for, as facts name it; absent = the main file. */
  readonly file?: string;
}

/** What fixes are made from. */
export interface FixSource {
  readonly unit: UnitFacts;
  /** Settings that say names of other resources by their letters: worked out once. */
  readonly mentions: () => readonly Mention[];
  /** Text of the unit at a span; `file` as in facts. */
  readonly textOf: (span: Span, file?: string) => string;
}

export function confirm(title: Phrase, intents: readonly Intent[]): Fix {
  return { title, safety: 'confirm', intents };
}

/** A setting of a resource by its name as `spelling` writes it; properties of CloudFormation are looked at first. */
export function settingEntry({ settings }: Resource, name: string): MapEntry | undefined {
  const properties = settings.entries.find(({ key }) => key.value === 'Properties')?.value;
  const maps = [...(properties?.kind === 'map' ? [properties] : []), settings];
  for (const { entries } of maps) {
    const found = entries.find((entry) => spelling(entry.key.value) === name);
    if (found) return found;
  }
  return undefined;
}
