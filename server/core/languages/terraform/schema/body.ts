/** Types of the configuration language, as far as schemas and constraints say them. */
export type Type =
  | { readonly kind: 'string' | 'number' | 'bool' | 'any' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly of: Type }
  | { readonly kind: 'tuple'; readonly items: readonly Type[] }
  | { readonly kind: 'object'; readonly fields: () => ReadonlyMap<string, Field> };

export interface Field {
  readonly type: Type;
  readonly optional: boolean;
}

export const STRING: Type = { kind: 'string' };
export const NUMBER: Type = { kind: 'number' };
export const BOOL: Type = { kind: 'bool' };
export const ANY: Type = { kind: 'any' };

/** What may stand in a body. `open` bodies accept every argument and block. */
export interface Body {
  readonly origin: 'core' | 'provider';
  readonly items: ReadonlyMap<string, Item>;
  readonly open?: boolean;
}

export interface Item {
  readonly name: string;
  /** `either`: a provider's structure that may be written as an argument or as blocks. */
  readonly form: 'attribute' | 'block' | 'either';
  readonly required?: boolean;
  /** Set by the provider only. */
  readonly computed?: boolean;
  readonly type?: Type;
  /** Of a block. */
  readonly body?: () => Body;
  readonly labels?: readonly string[];
  /** At most so many blocks. */
  readonly most?: number;
  readonly least?: number;
  /** First version of Terraform that has it. */
  readonly since?: string;
  /** First version of OpenTofu that has it; `null`: none has. */
  readonly tofu?: string | null;
  /** Terraform does not have it. */
  readonly onlyTofu?: true;
  readonly deprecated?: string;
  readonly sensitive?: boolean;
  /** Given to the provider, never kept in the state. */
  readonly writeOnly?: boolean;
  /** One sentence for hover, our own words. */
  readonly text?: string;
  /** Offered, but not to be written in new code. */
  readonly hidden?: boolean;
  readonly values?: readonly string[];
  /** The value is an address or a type, not an expression. */
  readonly special?: 'reference' | 'type' | 'provider';
}

/** `list(string)`, `object({ a = number, b = optional(string) })`. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind}(${typeText(type.of)})`;
    case 'tuple':
      return `tuple([${type.items.map(typeText).join(', ')}])`;
    case 'object':
      return `object({ ${[...type.fields()].map(([name, field]) => `${name} = ${fieldText(field)}`).join(', ')} })`;
    default:
      return type.kind;
  }
}

function fieldText({ type, optional }: Field): string {
  return optional ? `optional(${typeText(type)})` : typeText(type);
}
