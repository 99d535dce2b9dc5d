import type { SemanticToken, TokenType } from '../../../model/editor.ts';
import type { AnsibleReading } from '../reading.ts';

const TYPES: Readonly<Record<'variable' | 'filter' | 'test' | 'call', TokenType>> = {
  variable: 'variable',
  filter: 'function',
  test: 'function',
  call: 'function',
};

/** Names inside Jinja. What spans lines (a folded expression) is left to the grammar. */
export function tokens({ jinja, tree }: AnsibleReading): readonly SemanticToken[] {
  return jinja
    .flatMap((text) =>
      text.jinja.uses.map(
        ({ kind, start, end }): SemanticToken => ({ span: text.span(start, end), type: TYPES[kind] }),
      ),
    )
    .filter(({ span }) => span.end > span.start && !tree.text.slice(span.start, span.end).includes('\n'))
    .sort((a, b) => a.span.start - b.span.start);
}
