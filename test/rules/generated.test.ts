import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { GAPS } from '../../scripts/docs/gaps.ts';
import { generatedDocs, updated } from '../../scripts/docs/pages.ts';
import { measured, verdictOn } from '../../scripts/docs/precision.ts';
import { ALL_RULES } from '../../server/core/rules/all.ts';
import { configSchema } from '../../server/core/service/config-schema.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('files made from the rules', () => {
  test.each(generatedDocs().map((one) => [one.path, one] as const))(
    '%s is up to date (npm run docs)',
    (path, generated) => {
      const file = join(ROOT, path);
      const now = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
      expect(now).toBe(updated(generated, now) ?? now);
    },
  );

  test('every rule file is in the list, sorted by id', () => {
    const folder = join(ROOT, 'server/core/rules');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /[\\/]/.test(name) && name.endsWith('.ts'),
    );
    expect(ALL_RULES.map(({ group, id }) => `${group}/${id}.ts`).sort()).toEqual(
      files.map((name) => name.replaceAll('\\', '/')).sort(),
    );
    expect(ALL_RULES.map(({ id }) => id)).toEqual(ALL_RULES.map(({ id }) => id).toSorted());
  });
});

describe('precision', () => {
  const { rules, files } = measured();

  test('a rule that misses its share is in preview, and none that meets it', () => {
    const wrong = ALL_RULES.filter((rule) => {
      const verdict = verdictOn(rule, rules[rule.id]);
      return rule.status === 'preview' ? verdict === 'met' : verdict === 'missed';
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  test('what was measured is of rules that there are, and adds up', () => {
    const ids = new Set(ALL_RULES.map(({ id }) => id));
    for (const [id, { hits, labelled, right }] of Object.entries(rules)) {
      expect(ids.has(id), id).toBe(true);
      expect(right <= labelled && labelled <= hits && labelled >= Math.min(hits, 50), id).toBe(true);
    }
    expect(Object.values(files).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(2000);
  });
});

describe('schema of .verdigris.yaml', () => {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true, strictTypes: false })
    .addKeyword('markdownDescription')
    .compile(configSchema(ALL_RULES));

  test('accepts what is documented', () => {
    const config = {
      root: true,
      profile: 'strict',
      allowInlineSuppression: 'with-reason',
      rules: {
        'no-latest-tag': 'off',
        'state/*': 'error',
        'no-hardcoded-cloud-id': { severity: 'info', options: { allowedAccounts: ['1'] }, fix: 'manual', locked: true },
      },
      overrides: [{ paths: ['examples/**'], contexts: ['example'], rules: { 'no-open-ssh': false } }],
      suppressions: [{ path: '*.yaml', node: 'Resources.Db', rule: 'no-open-ssh', reason: 'r', until: '2027-01-31' }],
      languages: [{ paths: 'deploy/*.yml', language: 'ansible' }],
      plan: { overrides: [{ node: 'Resources.S', lifecycle: 'cache' }], policies: { queue: 'per-colour' } },
    };
    expect(validate(config), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each([
    [{ rules: { 'no-such-rule': 'off' } }],
    [{ rules: { 'no-latest-tag': 'fatal' } }],
    [{ rules: { 'no-hardcoded-cloud-id': { options: { allowedAccounts: 1 } } } }],
    [{ profile: 'loud' }],
    [{ suppressions: [{ path: 'a', rule: 'no-open-ssh', until: 'tomorrow' }] }],
    [{ ignored: true }],
  ])('refuses %j', (config) => {
    expect(validate(config)).toBe(false);
  });
});

describe('what is left out', () => {
  test('a gap is none where the rule is built', () => {
    for (const { rule, languages } of GAPS) {
      const built = ALL_RULES.find(({ id }) => id === rule)?.languages ?? [];
      expect(
        languages.filter((one) => built.includes(one)),
        rule,
      ).toEqual([]);
    }
  });

  test('seven of ten rules have a fix or a refactoring', () => {
    const fixed = ALL_RULES.filter(({ fix }) => fix !== 'none').length;
    expect(fixed / ALL_RULES.length).toBeGreaterThanOrEqual(0.7);
  });
});
