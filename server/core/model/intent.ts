import type { Span } from './span.ts';

/**
 * What a fix wants, without notation. `syntax/rewrite` turns it into edits that keep comments, order, style and line endings.
 * A place is given by any span the reading handed out: of a value, of a key, of an entry.
 */
export type Intent =
  /** Replace the scalar (or any value) at `at` by this text, quoted as its notation and style need it. */
  | { readonly kind: 'setScalar'; readonly at: Span; readonly text: string }
  /** Put `text` over `at` verbatim (inside a script, inside a string). The author of the intent answers for quoting. */
  | { readonly kind: 'replaceText'; readonly at: Span; readonly text: string }
  /** Add `key: value` to the map whose span is `map`, after `after` (a key name) or at the end. */
  | {
      readonly kind: 'insertKey';
      readonly map: Span;
      readonly key: string;
      readonly value: NewValue;
      readonly after?: string;
    }
  /** Add an item to the list whose span is `list`. */
  | { readonly kind: 'insertItem'; readonly list: Span; readonly value: NewValue }
  /** Remove the map entry or list item that has, or contains most closely, this span; with its own comment lines. */
  | { readonly kind: 'removeEntry'; readonly at: Span }
  | { readonly kind: 'renameKey'; readonly at: Span; readonly key: string }
  /**
   * Replace the text at `at` (a whole scalar or a part of one, such as the tag of an image in a script) by a use of the unit's input `name`,
   * spelt for the language (`{NAME}`, `!Ref`/`!Sub`, `var.name`, `{{ name }}`), quoted as needed. `name` comes in UPPER_SNAKE and is put
   * into the language's own style. Declares the input, with `default`, where the language declares inputs and it is not declared yet.
   * `at` may be empty (insert); `before` is literal text that goes in front of the use, inside the same scalar (`-`, `:`).
   */
  | {
      readonly kind: 'useInput';
      readonly at: Span;
      readonly name: string;
      readonly default?: string;
      readonly before?: string;
    }
  /**
   * Remove the shell command at `at` from its script, with the `&&`, `||` or `;` that ties it to a neighbour and the line it leaves empty.
   * Where nothing would be left, or the ties do not allow it, `true` takes its place.
   */
  | { readonly kind: 'removeCommand'; readonly at: Span }
  /** Move a whole map entry before the entry that contains `before`. Same map. */
  | { readonly kind: 'moveEntry'; readonly at: Span; readonly before: Span };

/** A value to write; maps keep the order of their entries. `raw` is text in the target notation (an expression). */
export type NewValue =
  | string
  | number
  | boolean
  | { readonly raw: string }
  | { readonly list: readonly NewValue[] }
  | { readonly map: readonly (readonly [string, NewValue])[] };
