import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar, type IRawGrammar } from 'vscode-textmate';

const require = createRequire(import.meta.url);
const root = new URL('../../../', import.meta.url);

/** Enough of a shell grammar to see that it is asked. */
const SHELL: IRawGrammar = {
  scopeName: 'source.shell',
  patterns: [{ match: '\\b(?:aws|echo|set)\\b', name: 'command.shell' }],
  repository: {} as IRawGrammar['repository'],
};

let grammar: IGrammar;

beforeAll(async () => {
  await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => {
      if (scope === 'source.shell') return SHELL;
      if (scope !== 'source.macfile') return null;
      const path = new URL('syntaxes/macfile.tmLanguage.json', root);
      return textmate.parseRawGrammar(readFileSync(path, 'utf8'), path.pathname);
    },
  });
  const loaded = await registry.loadGrammar('source.macfile');
  if (loaded === null) throw new Error('the grammar is not there');
  grammar = loaded;
});

/** Scopes of every token by its text, line by line. */
function tokens(text: string): readonly (readonly [text: string, scopes: string])[] {
  const found: [string, string][] = [];
  let stack = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const { tokens: ofLine, ruleStack } = grammar.tokenizeLine(line, stack);
    for (const { startIndex, endIndex, scopes } of ofLine) {
      const part = line.slice(startIndex, endIndex);
      if (part.trim() !== '') found.push([part.trim(), scopes.slice(1).join(' ')]);
    }
    stack = ruleStack;
  }
  return found;
}

function scopeOf(text: string, token: string): string {
  const found = tokens(text).find(([part]) => part === token);
  if (found === undefined) throw new Error(`no token "${token}"`);
  return found[1];
}

describe('grammar of the Macfile', () => {
  test('sections, keys of the format and names differ', () => {
    const text = 'roles:\n  app:\n    instance create:\n      configuration: c\n';
    expect(scopeOf(text, 'roles')).toBe('keyword.control.section.macfile');
    expect(scopeOf(text, 'app')).toBe('entity.name.tag.yaml');
    expect(scopeOf(text, 'configuration')).toBe('keyword.other.key.macfile');
  });

  test('placeholders are parameters, in values, keys and scripts', () => {
    expect(scopeOf("version: '{INF_VERSION}'", 'INF_VERSION')).toContain('variable.parameter.macfile');
    expect(scopeOf('version: {INF_VERSION}', 'INF_VERSION')).toContain('variable.parameter.macfile');
    expect(scopeOf('resources:\n  lb:\n    create bash: echo {NAME}', 'NAME')).toContain('variable.parameter.macfile');
  });

  test.each([
    ['create bash: |\n', '      aws elb x role.app.get_id\n    destroy bash: y'],
    ['create bash:\n', '      aws elb x\n        --y role.app.get_id\n'],
    ['create bash: >-\n', '      aws elb x role.app.get_id\n'],
    ['create bash: ', 'aws elb x role.app.get_id\n'],
  ])('%j holds shell text with references', (key, script) => {
    const text = `resources:\n  lb:\n    ${key}${script}`;
    expect(scopeOf(text, 'aws')).toMatch(/meta\.embedded\.\w+\.shell command\.shell/);
    expect(scopeOf(text, 'role')).toContain('meta.reference.macfile support.type.macfile');
    expect(scopeOf(text, 'get_id')).toContain('variable.other.property.macfile');
  });

  test('a script ends where its indentation ends', () => {
    const text =
      'resources:\n  lb:\n    create bash: |\n      aws a\n\n      aws b\n  other:\n    create bash: x\ninfrastructures:\n';
    expect(scopeOf(text, 'other')).toBe('entity.name.tag.yaml');
    expect(scopeOf(text, 'infrastructures')).toBe('keyword.control.section.macfile');
  });

  test('params, expressions and addresses', () => {
    const text = 'a: infrastructure.param.size\nb: resource.lb.text.regex(x (y))\nc: app.PRIVATE_IP\nd: role.app';
    expect(scopeOf(text, 'size')).toContain('meta.reference.param.macfile');
    expect(scopeOf(text, 'x (y)')).toContain('string.regexp.macfile');
    expect(scopeOf(text, 'PRIVATE_IP')).toContain('support.constant.macfile');
  });

  test('a comment is a comment, a hash in a word is not', () => {
    expect(scopeOf('name: a#b # c', 'c')).toContain('comment.line');
    expect(tokens('name: a#b').some(([, scopes]) => scopes.includes('comment'))).toBe(false);
  });

  test('an inherited entry shows its alias', () => {
    expect(scopeOf('infrastructures:\n  aws.lb_inf:\n', 'aws')).toContain('entity.name.namespace.macfile');
  });
});

test('snippets are texts with places, and no two have one prefix', () => {
  const snippets = JSON.parse(readFileSync(new URL('snippets/macfile.json', root), 'utf8')) as Record<
    string,
    { prefix: string; body: string[]; description: string }
  >;
  const prefixes = Object.values(snippets).map(({ prefix }) => prefix);
  expect(new Set(prefixes).size).toBe(prefixes.length);
  for (const { body, description } of Object.values(snippets)) {
    expect(body.join('\n')).toContain('$');
    expect(description).not.toBe('');
  }
});
