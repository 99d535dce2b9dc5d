/**
 * Shape of `cloudformation/index.json`, and of the blocks inside `cloudformation/schema.pack` and `docs.pack`.
 * Everything is short-keyed because there are 42,000 properties.
 */

/** s string, i integer, n number, b boolean, j json, t timestamp, a anything; l list, m map, r nested type, u one of. */
export type PackedType =
  | 's'
  | 'i'
  | 'n'
  | 'b'
  | 'j'
  | 't'
  | 'a'
  | ['l' | 'm', PackedType]
  | ['r', string]
  | ['u', PackedType[]];

export interface PackedProperty {
  t: PackedType;
  /** Required. */
  q?: 1;
  /** Changing it replaces: yes, or under conditions (`maybe`); `e` says which source: s structure, c constraints. */
  x?: 'y' | 'm';
  e?: string;
  /** Deprecated. */
  d?: 1;
  /** Default, as the documentation states it. */
  v?: string;
  /** What it refers to: [type, attribute] pairs. */
  rel?: [string, string][];
  /** Checks of the constraint layer. `en` values, `p` pattern, `ln` length, `rg` number range, `ct` item count, `un` items unique. */
  en?: (string | number | boolean)[];
  p?: string;
  ln?: [number | null, number | null];
  rg?: [number | null, number | null];
  ct?: [number | null, number | null];
  un?: 1;
  /** Values that the service makes nothing new with any more, with the day since when (`2024-01-09`). */
  gone?: Record<string, string>;
  /** Values worth offering where the list is open: never checked. */
  of?: string[];
  /** Set by the service only. */
  ro?: 1;
  /** The same checks for the items of a list or the values of a map. */
  it?: Pick<PackedProperty, 'en' | 'p' | 'ln' | 'rg'>;
}

export interface PackedStruct {
  p: Record<string, PackedProperty>;
  /** Groups of which exactly one (`one`) or at least one (`any`) must be there, as lists of required names. */
  one?: string[][];
  any?: string[][];
  /** Pairs that cannot stand together. */
  not?: [string, string][];
  /** Pairs of which the first needs the second. */
  with?: [string, string][];
}

export interface PackedResource extends PackedStruct {
  /** Attributes of Fn::GetAtt. */
  a: Record<string, PackedType>;
}

/** One block of the schema pack: the types of one service, or one type where the service is large. */
export interface PackedGroup {
  t: Record<string, PackedResource>;
  d: Record<string, PackedStruct>;
}

/** One block of the docs pack: `Type` or `Type.Property` or `definition.Property` to the first paragraph. */
export type PackedDocs = Record<string, string>;

export interface PackedIndexEntry {
  /** Group number: position in `schema` and `docs` below. */
  g: number;
  a?: string[];
  /** Property or attribute that Ref returns, when the source says so. */
  ref?: string[];
  /** Primary identifier. */
  id?: string[];
  /** Top-level properties whose change replaces / may replace. */
  x?: string[];
  m?: string[];
  /** `isStateful` of the source. */
  s?: 1;
  /** Every change replaces: the type has handlers but none for update. */
  nu?: 1;
  /** Must be deleted before it is created again. */
  dc?: 1;
  /** Transform the type needs. */
  tr?: string;
}

export interface PackedIndex {
  schema: 'verdigris.cfn/1';
  source: string;
  types: Record<string, PackedIndexEntry>;
  /** [offset, length] of each group in `schema.pack` and `docs.pack`. */
  blocks: [number, number][];
  docs: [number, number][];
  counts: Record<string, number>;
  /** Properties that `Globals` of the serverless transform takes, by kind (`Function`). */
  globals: Record<string, readonly string[]>;
}
