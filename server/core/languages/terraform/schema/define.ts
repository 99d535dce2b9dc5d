import { ANY, BOOL, type Body, type Item, NUMBER, STRING, type Type } from './body.ts';

/** Short forms for the tables of the core language. */
type Options = Omit<Partial<Item>, 'name' | 'form' | 'type'>;

export type Make = (name: string) => Item;

export const attribute =
  (type: Type, text: string, options: Options = {}): Make =>
  (name) => ({ name, form: 'attribute', type, text, ...options });

export const string = (text: string, options?: Options): Make => attribute(STRING, text, options);
export const number = (text: string, options?: Options): Make => attribute(NUMBER, text, options);
export const bool = (text: string, options?: Options): Make => attribute(BOOL, text, options);
export const any = (text: string, options?: Options): Make => attribute(ANY, text, options);
export const strings = (text: string, options?: Options): Make =>
  attribute({ kind: 'list', of: STRING }, text, options);

export const block =
  (content: Readonly<Record<string, Make>> | (() => Body), text: string, options: Options = {}): Make =>
  (name) => ({
    name,
    form: 'block',
    body: typeof content === 'function' ? content : once(() => core(content)),
    text,
    ...options,
  });

export function core(content: Readonly<Record<string, Make>>, open = false): Body {
  return { origin: 'core', items: new Map(Object.entries(content).map(([name, make]) => [name, make(name)])), open };
}

export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

export const OPEN: Body = { origin: 'core', items: new Map(), open: true };
