import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Language } from '../../server/core/languages/language.ts';
import { applyEdits } from '../../server/core/model/span.ts';
import { ALL_RULES } from '../../server/core/rules/all.ts';
import type { AnyRule } from '../../server/core/rules/define.ts';
import { checkText, data, type Found, languageCalled } from '../harness/rule-check.ts';
import { type Expectation, type Fence, readPage } from '../harness/spec.ts';

const FOLDER = `${import.meta.dirname}/../../docs/rules`;
const RECOMMENDED = ALL_RULES.filter(({ profile }) => profile === 'recommended');

for (const rule of ALL_RULES) {
  const { fences } = readPage(readFileSync(`${FOLDER}/${rule.id}.md`, 'utf8'));
  describe(rule.id, () => {
    for (const [at, fence] of fences.entries()) {
      const language = languageCalled(fence.language);
      if (language === undefined || fence.role === 'fix') continue;
      const next = fences[at + 1]?.role === 'fix' ? fences[at + 1] : undefined;
      describe(`${fence.heading}, ${fence.language} ${fence.role} ${at + 1}`, () =>
        runFence(rule, language, fence, next));
    }
  });
}

function runFence(rule: AnyRule, language: Language, fence: Fence, fixed: Fence | undefined): void {
  const { text } = fence;
  const options = { path: fence.settings.path, options: optionsIn(fence) };
  const check = (source: string, rules: readonly AnyRule[] = [rule]) =>
    checkText(language, source, rules, {
      ...(options.path === undefined ? {} : { path: options.path }),
      options: options.options,
    });

  test('reports exactly what is marked', () => {
    const { findings } = check(text);
    expect(shown(text, findings)).toEqual(wanted(text, fence.expected, rule, findings));
  });
  if (fence.role === 'bad') test('marks something', () => expect(fence.expected.length).toBeGreaterThan(0));
  if (fence.role === 'good') {
    test('is clean under the recommended rules', () => {
      expect(shown(text, check(text, RECOMMENDED).findings)).toEqual([]);
      expect(language.read({ path: 'x', text }, data).problems).toEqual([]);
    });
  }
  if (fixed !== undefined) {
    test('the preferred fixes give the fixed file', () => {
      expect(allFixed(text, check)).toBe(fixed.text);
    });
  }
  if (fence.role !== 'bad') return;

  test('every fix is sound', () => {
    for (const source of [text, text.replaceAll('\n', '\r\n')]) checkFixes(source, check);
  });
  test('a file that breaks off anywhere is read, and findings stay inside it', () => {
    for (let end = 0; end < text.length; end += 7) {
      const cut = text.slice(0, end);
      for (const { span } of check(cut, ALL_RULES).findings) {
        expect(span.start >= 0 && span.start <= span.end && span.end <= cut.length).toBe(true);
      }
    }
  });
}

type Check = (source: string, rules?: readonly AnyRule[]) => ReturnType<typeof checkText>;

/** A fix takes its finding away, brings no new one, loses no comment, keeps line endings and does nothing the second time. */
function checkFixes(source: string, check: Check): void {
  const before = check(source, ALL_RULES);
  const own = check(source).findings;
  for (const found of own) {
    for (const fix of found.fixes) {
      const text = applyEdits(source, fix.edits);
      const after = check(text, ALL_RULES);
      const label = `${fix.title}\n${text}`;
      const count = (list: readonly Found[], code: string) => list.filter((one) => one.code === code).length;
      expect(count(after.findings, found.code), label).toBeLessThan(count(before.findings, found.code));
      for (const one of after.findings) {
        expect(count(after.findings, one.code), `${one.code}: ${label}`).toBeLessThanOrEqual(
          count(before.findings, one.code),
        );
      }
      expect(after.reading.problems.length, label).toBeLessThanOrEqual(before.reading.problems.length);
      const comments = (reading: typeof after.reading) => reading.comments.map((comment) => comment.text);
      expect(comments(after.reading), label).toEqual(expect.arrayContaining(comments(before.reading)));
      if (source.includes('\r\n')) expect(text.replaceAll('\r\n', ''), label).not.toMatch(/[\r\n]/);
    }
  }
}

/** Applies the preferred fix of the first finding that has one, until none is left. */
function allFixed(source: string, check: Check): string {
  let text = source;
  for (let round = 0; round < 20; round++) {
    const fix = check(text).findings.find(({ fixes }) => fixes.length > 0)?.fixes[0];
    if (fix === undefined) return text;
    text = applyEdits(text, fix.edits);
  }
  throw new Error('fixes never end');
}

function optionsIn({ settings }: Fence): Record<string, unknown> {
  const pairs = Object.entries(settings).flatMap(([name, value]) =>
    name.startsWith('option.') ? [[name.slice(7), parsed(value)] as const] : [],
  );
  return Object.fromEntries(pairs);
}

function parsed(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  if (/^\d+$/.test(value)) return Number(value);
  return value.includes(',') || value.startsWith('[') ? value.replace(/^\[|\]$/g, '').split(',') : value;
}

/** Findings the way a reader sees them, so that a failing test explains itself. */
function shown(text: string, found: readonly Found[]): string[] {
  return found.map(({ code, span, severity, lowered }) => line(text, span, code, lowered ? severity : undefined));
}

function wanted(text: string, expected: readonly Expectation[], rule: AnyRule, found: readonly Found[]): string[] {
  return expected.map(({ code, span, severity, open }) => {
    const meant = open === true ? found.find((one) => one.code === code && one.span.start === span.start) : undefined;
    return line(text, meant?.span ?? span, code, severity === rule.severity ? undefined : severity);
  });
}

function line(text: string, { start, end }: { start: number; end: number }, code: string, severity?: string): string {
  return `${code}${severity === undefined ? '' : ` (${severity})`}: ${JSON.stringify(text.slice(start, end))} @${start}`;
}

describe('pages', () => {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.md') && name !== 'README.md');

  test('every rule has a page and every page a rule', () => {
    expect(names.map((name) => name.slice(0, -3)).sort()).toEqual(ALL_RULES.map(({ id }) => id).sort());
  });

  test.each(ALL_RULES.map((rule) => [rule.id, rule] as const))(
    '%s: headings, guards, options and languages',
    (id, rule) => {
      const page = readPage(readFileSync(`${FOLDER}/${id}.md`, 'utf8'));
      expect(page.title).toBe(id);
      const options = Object.entries(rule.options ?? {});
      expect(page.headings).toEqual(HEADINGS.filter((heading) => heading !== 'Options' || options.length > 0));
      for (const [name] of options) expect(page.section('Options'), name).toContain(`\`${name}\``);
      for (const guard of rule.guards) {
        const fence = page.fences.find(({ heading, lead }) => heading === 'Not reported' && lead.includes(guard));
        expect(fence, `a file under "${guard}"`).toBeDefined();
        const lowered =
          fence?.expected.every(({ severity }) => severity !== undefined) ||
          /^(?:Once per|The message)|told to be/.test(guard);
        expect(fence?.role === 'silent' ? fence.expected.length === 0 : lowered, guard).toBe(true);
      }
      for (const language of rule.languages) {
        const roles = page.fences.filter((fence) => fence.language === language).map(({ role }) => role);
        expect(roles, language).toEqual(expect.arrayContaining(['bad', 'good']));
      }
    },
  );
});

const HEADINGS = [
  'Why',
  'Bad',
  'Good',
  'Fix',
  'Not reported',
  'Options',
  'When to turn it off',
  'In the plan',
  'Elsewhere',
];

describe('fixes', () => {
  const order = ['safe', 'confirm', 'suggestion', 'none'];

  test.each(ALL_RULES.map((rule) => [rule.id, rule] as const))('%s offers at best what it says', (id, rule) => {
    const { fences } = readPage(readFileSync(`${FOLDER}/${id}.md`, 'utf8'));
    const offered = fences.flatMap((fence) => {
      const language = languageCalled(fence.language);
      if (language === undefined || fence.role === 'fix') return [];
      const options = { ...(fence.settings.path && { path: fence.settings.path }), options: optionsIn(fence) };
      return checkText(language, fence.text, [rule], options).findings.flatMap(({ fixes }) =>
        fixes.map((fix) => fix.safety),
      );
    });
    const best = order.find((one) => one === 'none' || offered.some((safety) => safety === one));
    expect(best).toBe(rule.fix);
  });
});
