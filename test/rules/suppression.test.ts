import { describe, expect, test } from 'vitest';
import { cloudformation } from '../../server/core/languages/cloudformation/index.ts';
import type { Reading } from '../../server/core/languages/language.ts';
import type { Finding } from '../../server/core/model/finding.ts';
import { applyEdits } from '../../server/core/model/span.ts';
import { keyText, type TreeNode } from '../../server/core/model/tree.ts';
import { ALL_RULES } from '../../server/core/rules/all.ts';
import { baselineOf, fingerprint, newFindings, parseBaseline } from '../../server/core/service/baseline.ts';
import { configOf } from '../../server/core/service/config.ts';
import { layerOf } from '../../server/core/service/config-file.ts';
import { applySuppressions } from '../../server/core/service/suppression.ts';
import { suppressionFixes } from '../../server/core/service/suppression-fix.ts';
import { foreignPragmas } from '../../server/core/service/suppression-foreign.ts';
import { readYaml } from '../../server/core/syntax/yaml.ts';
import { checkText, data } from '../harness/rule-check.ts';

/** A reading of plain YAML: every map entry is a node. */
function readingOf(text: string): Reading {
  const tree = readYaml(text);
  const nodes: Reading['nodes'][number][] = [];
  const walk = (node: TreeNode | undefined, path: string) => {
    if (node?.kind !== 'map') return;
    for (const entry of node.entries) {
      const own = path === '' ? (keyText(entry) ?? '') : `${path}.${keyText(entry)}`;
      nodes.push({ path: own, span: entry.span, header: entry.key.span });
      walk(entry.value, own);
    }
  };
  walk(tree.roots[0], '');
  return { source: { path: 'a.yaml', text }, comments: tree.comments, problems: [], nodes, neighbours: [] };
}

/** Every `latest` is a finding of no-latest-tag, at the node of its line. */
function findingsIn(reading: Reading): Finding[] {
  const { text } = reading.source;
  return [...text.matchAll(/latest\b(?!-)/g)].flatMap((match) => {
    const span = { start: match.index, end: match.index + 6 };
    const node = reading.nodes.findLast((one) => one.span.start <= span.start && span.end <= one.span.end);
    if (node === undefined) return [];
    const { path } = node;
    return [{ code: 'no-latest-tag', kind: 'rule', severity: 'warning', message: 'm', span, node: path } as const];
  });
}

function apply(text: string, settings: unknown = {}, today = '2026-11-24') {
  const reading = readingOf(text);
  const config = configOf([layerOf(settings, 'workspace settings', '')]);
  return applySuppressions({ reading, findings: findingsIn(reading), config, rules: ALL_RULES, today });
}

const codes = (text: string, settings?: unknown, today?: string) =>
  apply(text, settings, today).findings.map(({ code }) => code);
const web = (comment: string, trailing = '') =>
  `roles:\n  ${comment}\n  web:\n    image: web:latest${trailing}\n  api:\n    image: api:latest\n`;

describe('forms', () => {
  test('ignore covers the node that starts on the next line with all it contains', () => {
    expect(codes(web('# verdigris: ignore[no-latest-tag] -- pinned by the registry'))).toEqual(['no-latest-tag']);
    expect(apply(web('# verdigris: ignore[no-latest-tag] -- why')).hidden.map(({ finding }) => finding.node)).toEqual([
      'roles.web.image',
    ]);
  });
  test('between comment and node other comments may stand', () => {
    expect(codes(web('# verdigris: ignore[no-latest-tag] -- why\n  # the web role\n'))).toEqual(['no-latest-tag']);
  });
  test('a trailing comment covers the smallest node of its line', () => {
    expect(codes(web('# x', ' # verdigris: ignore[no-latest-tag]'))).toEqual(['no-latest-tag']);
  });
  test('ignore-line, ignore-file, ranges and groups', () => {
    expect(codes('a:\n  # verdigris: ignore-line[no-latest-tag]\n  b: x:latest\n  c: x:latest\n')).toEqual([
      'no-latest-tag',
    ]);
    expect(codes('# verdigris: ignore-file[twelve-factor/*]\na: x:latest\nb: y:latest\n')).toEqual([]);
    expect(
      codes('# verdigris: disable[no-latest-tag]\na: x:latest\n# verdigris: enable[no-latest-tag]\nb: y:latest\n'),
    ).toEqual(['no-latest-tag']);
    expect(codes('a: x:latest\n# verdigris: disable[NO-LATEST-TAG]\nb: y:latest\n')).toEqual(['no-latest-tag']);
  });
  test('the sidecar names path and node', () => {
    const suppressions = [{ path: '*.yaml', node: 'roles.web', rule: 'no-latest-tag', reason: 'r' }];
    expect(codes(web('# x'), { suppressions })).toEqual(['no-latest-tag']);
    expect(codes(web('# x'), { suppressions: [{ path: 'other/*', rule: 'no-latest-tag' }] })).toHaveLength(2);
  });
  test('metadata covers its node', () => {
    const text = web('# x');
    const rule = { value: 'no-latest-tag', span: { start: 0, end: 1 } };
    const reading = { ...readingOf(text), suppressions: [{ rule, node: 'roles.web', span: { start: 0, end: 1 } }] };
    const input = {
      reading,
      findings: findingsIn(reading),
      config: configOf([]),
      rules: ALL_RULES,
      today: '2026-11-24',
    };
    expect(applySuppressions(input).findings.map(({ node }) => node)).toEqual(['roles.api.image']);
  });
});

describe('findings about suppressions', () => {
  test('expired: the findings are back, and that is an error', () => {
    const text = web('# verdigris: ignore[no-latest-tag] until=2026-11-23 -- soon');
    expect(codes(text)).toEqual(['suppression/expired', 'no-latest-tag', 'no-latest-tag']);
    expect(codes(text, {}, '2026-11-23')).toEqual(['no-latest-tag']);
    expect(codes(web('# verdigris: ignore[no-latest-tag] until=tomorrow'))).toContain('suppression/expired');
  });
  test('unknown rule: did-you-mean with a fix', () => {
    const text = web('# verdigris: ignore[no-latest-tga]');
    const { findings } = apply(text);
    expect(findings[0]?.code).toBe('suppression/unknown-rule');
    expect(applyEdits(text, findings[0]?.fixes?.[0]?.edits ?? [])).toContain('ignore[no-latest-tag]');
  });
  test('unused: the fix takes the line, or only the id that is not needed', () => {
    const text = 'a:\n  # verdigris: ignore[no-latest-tag] -- why\n  b: x:1\n';
    const { findings } = apply(text);
    expect(findings.map(({ code }) => code)).toEqual(['suppression/unused']);
    expect(applyEdits(text, findings[0]?.fixes?.[0]?.edits ?? [])).toBe('a:\n  b: x:1\n');
    const two = 'a:\n  # verdigris: ignore[no-hardcoded-ip, no-latest-tag] -- why\n  b: x:latest\n';
    expect(applyEdits(two, apply(two).findings[0]?.fixes?.[0]?.edits ?? [])).toContain('ignore[no-latest-tag]');
  });
  test('a rule that is off here is not called unused', () => {
    expect(
      codes('a:\n  # verdigris: ignore[no-latest-tag]\n  b: x:1\n', { rules: { 'no-latest-tag': 'off' } }),
    ).toEqual([]);
  });
  test('blanket, no-reason, not-suppressible', () => {
    expect(codes(web('# verdigris: ignore'))).toEqual(['suppression/blanket', 'no-latest-tag']);
    expect(codes(web('# verdigris: ignore[no-latest-tag]'), { profile: 'strict' })).toEqual([
      'suppression/no-reason',
      'no-latest-tag',
    ]);
    expect(codes(web('# verdigris: ignore[no-latest-tag]'), { allowInlineSuppression: 'with-reason' })).toEqual([
      'suppression/no-reason',
      'no-latest-tag',
      'no-latest-tag',
    ]);
    expect(codes(web('# verdigris: ignore[no-latest-tag]'), { allowInlineSuppression: 'none' })).toContain(
      'suppression/not-suppressible',
    );
    expect(
      codes(web('# verdigris: ignore[no-latest-tag]'), { rules: { 'no-latest-tag': { suppressible: false } } }),
    ).toEqual(['suppression/not-suppressible', 'no-latest-tag', 'no-latest-tag']);
  });
  test('comments that only talk about us are left alone', () => {
    expect(codes(web('# verdigris: lifecycle=persistent -- reason'))).toEqual(['no-latest-tag', 'no-latest-tag']);
    expect(codes(web('# see verdigris: ignore'))).toEqual(['no-latest-tag', 'no-latest-tag']);
  });
});

describe('suppress here', () => {
  test.each(['\n', '\r\n'])('hides exactly that finding, keeps line endings and joins an existing list', (newline) => {
    const text = web('# x').replaceAll('\n', newline);
    const reading = readingOf(text);
    const [finding] = findingsIn(reading);
    if (finding === undefined) throw new Error('no finding');
    const [here, file] = suppressionFixes(reading, finding, '#');
    const once = applyEdits(text, here?.edits ?? []);
    expect(codes(once)).toEqual(['no-latest-tag']);
    expect(once.split(newline)).toHaveLength(text.split(newline).length + 1);
    expect(codes(applyEdits(text, file?.edits ?? []))).toEqual([]);

    const again = readingOf(once);
    const other = { ...finding, code: 'no-hardcoded-ip', span: findingsIn(again)[0]?.span ?? finding.span };
    expect(applyEdits(once, suppressionFixes(again, other, '#')[0]?.edits ?? [])).toContain(
      'ignore[no-latest-tag, no-hardcoded-ip]',
    );
  });
  test('without comments there is none', () => {
    const reading = readingOf('a: x:latest\n');
    expect(findingsIn(reading).flatMap((finding) => suppressionFixes(reading, finding, undefined))).toEqual([]);
  });
});

describe('baseline', () => {
  test('knows a finding after it moved and was re-indented, not a second one', () => {
    const text = 'a:\n  b: x:latest\n';
    const moved = '# new\n\na:\n    b: "x:latest"\n';
    const baseline = baselineOf([{ place: 'a.yaml', text, findings: findingsIn(readingOf(text)) }]);
    expect(parseBaseline(JSON.stringify(baseline))).toEqual(baseline);
    expect(newFindings(baseline, 'a.yaml', moved, findingsIn(readingOf(moved)))).toEqual([]);
    const twice = findingsIn(readingOf(text)).flatMap((one) => [one, one]);
    expect(newFindings(baseline, 'a.yaml', text, twice)).toHaveLength(1);
    expect(newFindings(baseline, 'b.yaml', text, findingsIn(readingOf(text)))).toHaveLength(1);
  });
  test('fingerprints carry no position and differ by value', () => {
    const print = (text: string) => findingsIn(readingOf(text)).map((one) => fingerprint(one, text));
    expect(print('a: x:latest\n')).toEqual(print('\n\na: x:latest\n'));
    expect(print('a: x:latest\n')).not.toEqual(print('b: x:latest\n'));
    expect(parseBaseline('{')).toBeUndefined();
    expect(parseBaseline('{"schema":"verdigris.baseline/1","files":{"a":[1]}}')).toBeUndefined();
  });
});

describe('ignores of other tools', () => {
  const text =
    'roles:\n  web:\n    # checkov:skip=CKV_DOCKER_7: pinned by the registry\n    image: web:latest\n  api:\n    image: api:latest\n';

  test('hide nothing unless they are honoured', () => {
    expect(codes(text)).toEqual(['no-latest-tag', 'no-latest-tag']);
    expect(codes(text, { honourForeignPragmas: true })).toEqual(['no-latest-tag']);
  });
  test('can be adopted with their reason', () => {
    const reading = readingOf(text);
    const [finding] = findingsIn(reading);
    const adopt = finding && suppressionFixes(reading, finding, '#').find(({ title }) => title.startsWith('Adopt'));
    const after = applyEdits(text, adopt?.edits ?? []);
    expect(after).toContain('# verdigris: ignore[no-latest-tag] -- pinned by the registry');
    expect(codes(after)).toEqual(['no-latest-tag']);
  });
  test.each([
    ['# kics-scan ignore-line\n    image: web:latest', 'kics'],
    ['# trivy:ignore:AVD-DS-0001 tfsec:ignore:other\n    image: web:latest', 'trivy'],
    ['image: web:latest # trivy:ignore:KSV-0013', 'trivy'],
  ])('%j speaks of the line, or the next', (lines, tool) => {
    const source = `roles:\n  web:\n    ${lines}\n  api:\n    image: api:latest\n`;
    expect(codes(source, { honourForeignPragmas: true })).toHaveLength(1);
    const [finding] = findingsIn(readingOf(source));
    const fixes = finding ? suppressionFixes(readingOf(source), finding, '#') : [];
    expect(fixes.map(({ title }) => title)).toContain(`Adopt the ignore of ${tool} for no-latest-tag`);
  });
  test('for a whole file cover the file', () => {
    const source = `# kics-scan disable=f45ea400-6bbe-4501-9fc7-1c3d75c32067\n${text.replace(/.*checkov.*\n/, '')}`;
    expect(codes(source, { honourForeignPragmas: true })).toEqual([]);
    const [finding] = findingsIn(readingOf(source));
    const adopt =
      finding && suppressionFixes(readingOf(source), finding, '#').find(({ title }) => title.startsWith('Adopt'));
    expect(applyEdits(source, adopt?.edits ?? [])).toMatch(/^# verdigris: ignore-file\[no-latest-tag\] -- /);
  });
  test('in the metadata of a template are heeded and can be adopted', () => {
    const source =
      'Resources:\n  Db:\n    Type: AWS::DynamoDB::Table\n    Metadata:\n      cfn-lint: { config: { ignore_checks: [I3011] } }\n' +
      '  Sg:\n    Type: AWS::EC2::SecurityGroup\n    Metadata:\n      checkov: { skip: [{ id: CKV_AWS_24, comment: a jump host }] }\n';
    const reading = cloudformation.read({ path: 'a.yaml', text: source }, data);
    const found = foreignPragmas(reading, ALL_RULES);
    expect(found.map(({ tool, node, reason, rules }) => [tool, node, reason, rules.map(({ value }) => value)])).toEqual(
      [
        ['cfn-lint', 'Resources.Db', undefined, ['stateful-needs-retain-policy']],
        ['checkov', 'Resources.Sg', 'a jump host', ['no-open-ssh']],
      ],
    );
  });
  test('of a rule nobody here knows are left alone', () => {
    expect(codes(text.replace('CKV_DOCKER_7', 'CKV_AWS_1'), { honourForeignPragmas: true })).toHaveLength(2);
  });
});

test('metadata of a template covers its resource, in YAML and in JSON', () => {
  for (const source of [
    'Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Metadata: { Verdigris: { ignore: [{ rule: queue-needs-dlq, reason: r }] } }\n  B:\n    Type: AWS::SQS::Queue\n',
    '{"Resources":{"A":{"Type":"AWS::SQS::Queue","Metadata":{"Verdigris":{"ignore":[{"rule":"queue-needs-dlq","reason":"r"}]}}},"B":{"Type":"AWS::SQS::Queue"}}}',
  ]) {
    const reading = cloudformation.read({ path: source.startsWith('{') ? 'a.json' : 'a.yaml', text: source }, data);
    const found = checkText(cloudformation, source, ALL_RULES, { path: reading.source.path }).findings.filter(
      ({ code }) => code === 'queue-needs-dlq',
    );
    const findings = found.map((one): Finding => ({ ...one, kind: 'rule', fixes: [] }));
    const { findings: left } = applySuppressions({
      reading,
      findings,
      config: configOf([]),
      rules: ALL_RULES,
      today: '2026-11-24',
    });
    expect(left.map(({ node }) => node)).toEqual(['Resources.B']);
  }
});
