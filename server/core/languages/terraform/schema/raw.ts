/** The stored form of provider schemas: `schemas/terraform/*.json`, and what a workspace's own schemas are reduced to. */
export type RawType = 's' | 'n' | 'b' | 'd' | readonly [string, RawType | number];

/** What bundled schemas do not say. */
export interface RawExtra {
  readonly deprecated?: boolean;
  readonly sensitive?: boolean;
  readonly writeOnly?: boolean;
  /** Fewest and most blocks. */
  readonly least?: number;
  readonly most?: number;
}

/**
 * By name: flag and type. Flags: `r` required, `o` optional, `c` set by the provider only; then `B` for a nested block, `A` for the same
 * structure held by an argument. Types of those: `1` single, `l` list, `S` set, `m` map, with the index of a structure.
 */
export type RawStruct = Readonly<Record<string, readonly [string, RawType] | readonly [string, RawType, RawExtra]>>;

export interface RawSchema {
  readonly provider: string;
  /** Empty where nothing says it. */
  readonly version: string;
  readonly resources: Readonly<Record<string, number>>;
  readonly data: Readonly<Record<string, number>>;
  readonly ephemeral?: Readonly<Record<string, number>>;
  readonly providerBlock?: number | null;
  /** Structures (`RawStruct`) as JSON: few are ever asked for, and thousands of parsed ones weigh ten times their texts. */
  readonly s: readonly string[];
}

/** Schemas a workspace brings itself, by the address of the provider (`registry.terraform.io/hashicorp/aws`). */
export type OwnSchemas = ReadonlyMap<string, RawSchema>;
