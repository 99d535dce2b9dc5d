import type { DataSource } from '../../schema/data.ts';

export interface KnownValue {
  readonly name: string;
  readonly documentation?: string;
}

export interface KnownRelease extends KnownValue {
  readonly versions: readonly { readonly name: string; readonly endOfLife?: string }[];
}

/** Values `mac` documents for keys that it never checks itself (`macfile/values.json`). */
export interface KnownValues {
  readonly providers: readonly KnownValue[];
  readonly deployments: readonly KnownValue[];
  readonly releases: readonly KnownRelease[];
  /** Sizes by provider, as examples for completion; nothing is reported from them. */
  readonly hardware: Readonly<Record<string, readonly string[]>>;
  readonly locations: Readonly<Record<string, readonly string[]>>;
}

const NOTHING: KnownValues = { providers: [], deployments: [], releases: [], hardware: {}, locations: {} };

/** Empty lists, and so no finding, when the data is not there. */
export function knownValues(data: DataSource): KnownValues {
  return (data.json('macfile/values.json') as KnownValues | undefined) ?? NOTHING;
}
