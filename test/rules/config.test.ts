import { describe, expect, test } from 'vitest';
import { ALL_RULES } from '../../server/core/rules/all.ts';
import {
  configOf,
  configuredLanguage,
  effectiveRule,
  effectiveSeverity,
  explain,
  inlineSuppression,
  planSettings,
  severityOfFinding,
} from '../../server/core/service/config.ts';
import { layerOf, parseConfig } from '../../server/core/service/config-file.ts';
import { matchesGlob } from '../../server/core/service/config-glob.ts';
import { PROFILE_NAMES } from '../../server/core/service/profiles.ts';
import { readYaml } from '../../server/core/syntax/yaml.ts';

const rule = ALL_RULES.find(({ id }) => id === 'no-latest-tag');
if (rule === undefined) throw new Error('no-latest-tag is gone');
const file = (path: string, text: string) => parseConfig(readYaml(text), path);

describe('globs', () => {
  test.each([
    ['*.yaml', 'a/b/c.yaml', true],
    ['examples/**', 'examples/x/y.tf', true],
    ['examples/**', 'src/examples/y.tf', false],
    ['**/test/*.tf', 'a/test/m.tf', true],
    ['**/test/*.tf', 'test/m.tf', true],
    ['deploy/{blue,green}/*.yml', 'deploy/green/a.yml', true],
    ['deploy/{blue,green}/*.yml', 'deploy/red/a.yml', false],
    ['a?c/*', 'abc/d', true],
    ['a*c', 'abdc', true],
    ['infra/', 'infra/x/y', true],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(matchesGlob(pattern, path)).toBe(expected);
  });

  test('hostile patterns end quickly', () => {
    const before = performance.now();
    expect(matchesGlob(`${'*a'.repeat(250)}b`, 'a'.repeat(4000))).toBe(false);
    expect(matchesGlob('{a,b}'.repeat(60), 'a'.repeat(60))).toBe(false);
    expect(matchesGlob(`${'**/a/'.repeat(100)}b`, 'a/'.repeat(1000))).toBe(false);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe('precedence', () => {
  const user = layerOf({ rules: { 'no-latest-tag': 'error' } }, 'user settings', '');
  const root = file('.verdigris.yaml', 'rules:\n  no-latest-tag: { severity: info, options: { allow: [a] } }\n');
  const near = file('app/.verdigris.yaml', 'rules:\n  no-latest-tag: { options: { allow: [b] } }\n');

  test('the nearer scalar replaces, lists merge, and the source that won is named', () => {
    expect(explain(configOf([]), rule, 'a.yaml')).toEqual({
      severity: 'warning',
      source: 'profile recommended',
      locked: false,
    });
    expect(explain(configOf([user]), rule, 'a.yaml')).toMatchObject({ severity: 'error', source: 'user settings' });
    const config = configOf([user, root, near]);
    expect(effectiveRule(config, rule, 'app/a.yaml')).toMatchObject({
      severity: 'info',
      source: '.verdigris.yaml',
      options: { allow: ['a', 'b'] },
    });
  });

  test('overrides win over every file, by glob and by context', () => {
    const text =
      'overrides:\n  - paths: [examples/**]\n    rules: { no-latest-tag: off }\n  - contexts: [test]\n    rules: { no-latest-tag: hint }\n';
    const config = configOf([file('.verdigris.yaml', text), near]);
    expect(effectiveSeverity(config, rule, 'examples/a.yaml')).toBe('off');
    expect(effectiveSeverity(config, rule, 'a.yaml', ['test'])).toBe('hint');
    expect(effectiveSeverity(config, rule, 'a.yaml')).toBe('warning');
    expect(explain(config, rule, 'examples/a.yaml').source).toBe('.verdigris.yaml (override)');
  });

  test('globs are relative to the folder of their file', () => {
    const config = configOf([
      file('infra/.verdigris.yaml', 'overrides:\n  - paths: [x/*]\n    rules: { no-latest-tag: off }\n'),
    ]);
    expect(effectiveSeverity(config, rule, 'infra/x/a.yaml')).toBe('off');
    expect(effectiveSeverity(config, rule, 'x/a.yaml')).toBe('warning');
  });

  test('what is locked stays', () => {
    const locked = file('.verdigris.yaml', 'rules:\n  no-latest-tag: { severity: error, locked: true }\n');
    const off = file('app/.verdigris.yaml', 'rules: { no-latest-tag: off }\n');
    expect(explain(configOf([locked, off]), rule, 'app/a.yaml')).toEqual({
      severity: 'error',
      source: '.verdigris.yaml',
      locked: true,
    });
    const whole = file('.verdigris.yaml', 'locked: true\nprofile: strict\nallowInlineSuppression: none\n');
    const config = configOf([whole, file('app/.verdigris.yaml', 'profile: legacy\nallowInlineSuppression: all\n')]);
    expect([config.profile.name, inlineSuppression(config)]).toEqual(['strict', 'none']);
  });

  test('root: true keeps files further up out, not the settings of the editor', () => {
    const config = configOf([user, root, file('app/.verdigris.yaml', 'root: true\n')]);
    expect(explain(config, rule, 'app/a.yaml')).toMatchObject({ severity: 'error', source: 'user settings' });
  });

  test('a group is named with a star; the rule itself wins', () => {
    const config = configOf([file('.verdigris.yaml', 'rules: { "twelve-factor/*": off, no-latest-tag: hint }\n')]);
    expect(effectiveSeverity(config, rule, 'a.yaml')).toBe('hint');
  });

  test('a guard lowers what is configured and never raises it; essentials shows nothing below warning', () => {
    const lowered = { severity: 'info', lowered: true } as const;
    expect(severityOfFinding(configOf([]), 'error', lowered)).toBe('info');
    expect(severityOfFinding(configOf([]), 'hint', lowered)).toBe('hint');
    expect(severityOfFinding(configOf([], 'essentials'), 'warning', lowered)).toBeUndefined();
    expect(severityOfFinding(configOf([]), 'off', lowered)).toBeUndefined();
  });

  test('profiles', () => {
    const severities = (['essentials', 'recommended', 'blue-green', 'phoenix', 'strict', 'legacy'] as const).map(
      (name) =>
        ALL_RULES.map((one) => effectiveSeverity(configOf([], name), one, 'a')).filter(
          (severity) => severity !== 'off',
        ),
    );
    expect(severities.every((list) => list.length > 0)).toBe(true);
    expect(severities[0]?.every((severity) => severity === 'warning' || severity === 'error')).toBe(true);
    expect(severities[4]?.length).toBe(ALL_RULES.filter(({ status }) => status === undefined).length);
  });

  test('a rule in preview is off in every profile and in its group, on by its own name', () => {
    const preview = { ...rule, status: 'preview' } as const;
    for (const name of PROFILE_NAMES) expect(effectiveSeverity(configOf([], name), preview, 'a')).toBe('off');
    const group = file('.verdigris.yaml', 'rules: { "twelve-factor/*": error }\n');
    expect(effectiveSeverity(configOf([group]), rule, 'a.yaml')).toBe('error');
    expect(effectiveSeverity(configOf([group]), preview, 'a.yaml')).toBe('off');
    const named = file('.verdigris.yaml', 'rules: { no-latest-tag: info }\n');
    expect(effectiveSeverity(configOf([named], 'essentials'), preview, 'a.yaml')).toBe('info');
  });
});

test('languages and plan settings are read; nonsense is left out', () => {
  const text =
    'languages:\n  - { paths: [deploy/*.yml], language: ansible }\n  - { paths: [x], language: cobol }\n' +
    'plan:\n  overrides:\n    - { node: Resources.Db, lifecycle: persistent }\n  policies: { queue: per-colour }\nrules: 7\noverrides: [1, {}]\n';
  const config = configOf([file('.verdigris.yaml', text)]);
  expect(configuredLanguage(config, 'deploy/a.yml')).toBe('ansible');
  expect(configuredLanguage(config, 'x')).toBeUndefined();
  expect(planSettings(config, 'a')).toEqual({
    overrides: [{ node: 'Resources.Db', lifecycle: 'persistent' }],
    policies: { queue: 'per-colour' },
  });
});

test('a broken file gives a layer, not an exception', () => {
  for (const text of ['', '[', 'rules: [', '{{{', 'rules:\n\t- x', '- a\n- b', 'a: *b']) {
    expect(file('.verdigris.yaml', text).rules).toEqual({});
  }
});
