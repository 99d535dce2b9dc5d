import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../server/core/model/span.ts';
import { commandRemoved } from '../../server/core/syntax/rewrite/command.ts';
import { type InputSpelling, withInputs } from '../../server/core/syntax/rewrite/input.ts';
import { rewriteTree } from '../../server/core/syntax/rewrite.ts';
import { readYaml } from '../../server/core/syntax/yaml.ts';

const BRACES: InputSpelling = { whole: (name) => ({ text: `{${name}}` }), part: (name) => `{${name}}` };

/** `«…»` is what the input takes the place of. */
function use(marked: string, before?: string): string {
  const start = marked.indexOf('«');
  const at = { start, end: marked.indexOf('»') - 1 };
  const text = marked.replace(/[«»]/g, '');
  const tree = readYaml(text);
  const intents = withInputs(
    tree,
    [{ kind: 'useInput', at, name: 'X', ...(before === undefined ? {} : { before }) }],
    BRACES,
  );
  return intents === undefined ? 'refused' : applyEdits(text, rewriteTree(tree, intents));
}

describe('use of an input', () => {
  test.each([
    ['a: «1.0»\n', undefined, "a: '{X}'\n"],
    ['a: «"1.0"» # c\n', undefined, 'a: "{X}" # c\n'],
    ["a: '«1.0»'\n", undefined, "a: '{X}'\n"],
    ['a: web:«latest»\n', undefined, 'a: web:{X}\n'],
    ['a: web«»\n', '-', 'a: web-{X}\n'],
    ['a: «web»:1\n', undefined, "a: '{X}:1'\n"],
    ['a: |\n  run web:«latest»\n  b\n', undefined, 'a: |\n  run web:{X}\n  b\n'],
    ['«a»: b\n', undefined, 'refused'],
  ])('%j', (marked, before, expected) => {
    expect(use(marked, before)).toBe(expected);
  });
});

describe('removal of a command', () => {
  const remove = (marked: string, lines: boolean) => {
    const at = { start: marked.indexOf('«'), end: marked.indexOf('»') - 1 };
    const text = marked.replace(/[«»]/g, '');
    return applyEdits(text, [commandRemoved(text, at, lines)]);
  };
  test.each([
    ['a && «b» && c', 'a && c'],
    ['«b»; c', 'c'],
    ['a && «b»', 'a'],
    ['a; «b»', 'a'],
    ['  a\n  «b»\n  c\n', '  a\n  c\n'],
    ['  a\r\n  «b»\r\n  c\r\n', '  a\r\n  c\r\n'],
    ['  a &&\n  «b»\n', '  a &&\n  true\n'],
    ['  a\n  «b» # why\n', '  a\n  true # why\n'],
    ['  «b» && \\\n  c\n', '  true && \\\n  c\n'],
    ['x | «b»', 'x | true'],
    ['case a) «b» ;; esac', 'case a) true ;; esac'],
  ])('%j', (marked, expected) => {
    expect(remove(marked, true)).toBe(expected);
  });
  test('a script of one line keeps a command', () => {
    expect(remove('run: «b»', false)).toBe('run: true');
    expect(remove('  «b»\n', false)).toBe('  true\n');
  });
});
