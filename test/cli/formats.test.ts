import { createRequire } from 'node:module';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../server/core/model/finding.ts';
import { countsIn, type FileReport, type FormatOptions } from '../../server/hosts/cli/report.ts';
import { FORMATS, type FormatName } from '../../server/hosts/cli/reported.ts';

/** As published by OASIS. */
const sarifSchema: unknown = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');

const OPTIONS: FormatOptions = { colours: false, version: '1.2.3', failOn: 'error' };

const SOURCE = 'a: 1\nimage: "web:latest" # <&>\n\tdeep: 🚀 x\n';

function finding(word: string, more: Partial<Finding>): Finding {
  const start = SOURCE.indexOf(word);
  return {
    code: 'no-latest-tag',
    kind: 'rule',
    severity: 'warning',
    message: 'Says `latest`,\nwhich "moves" <always> & 100% \u0007.',
    span: { start, end: start + word.length },
    node: 'roles.web',
    ...more,
  };
}

/** A report as it is put together of its files, wherever each was judged. */
function written(name: FormatName, files: readonly FileReport[], options = OPTIONS): string {
  const { part, whole } = FORMATS[name];
  const parts = files.map((file) => ({
    part: part(file, options),
    counts: countsIn(file.findings),
    isOurs: file.language !== null,
  }));
  const early = name === 'text' ? parts.map((each) => each.part).join('') : '';
  return early + [...whole(parts, options)].join('');
}

const FILES: readonly FileReport[] = [
  {
    path: 'ä b.yaml',
    place: 'dir, 1/ä b.yaml',
    text: SOURCE,
    language: 'macfile',
    findings: [
      finding('web:latest', {}),
      finding('x\n', { code: 'macfile/bad-value', kind: 'schema', severity: 'error', node: '' }),
      finding('web:latest', { severity: 'hint', fixes: [{ title: 'Pin it', safety: 'confirm', edits: [] }] }),
    ],
  },
  { path: 'other.yaml', place: 'dir, 1/other.yaml', text: '', language: null, findings: [] },
  { path: 'z.tf', place: 'dir, 1/z.tf', text: '', language: 'terraform', findings: [] },
];

describe('sarif', () => {
  const log = JSON.parse(written('sarif', FILES));

  test('is valid by the published schema', () => {
    const validate = addFormats
      .default(new Ajv.default({ strict: false, unicodeRegExp: false }))
      .compile(sarifSchema as object);
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    expect(validate(JSON.parse(written('sarif', [])))).toBe(true);
    expect(validate({ ...log, version: '9' })).toBe(false);
  });

  test('places count from one, in UTF-16, and paths are escaped', () => {
    const [, second] = log.runs[0].results;
    expect(log.runs[0].columnKind).toBe('utf16CodeUnits');
    expect(second.locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: 'dir%2C%201/%C3%A4%20b.yaml', uriBaseId: 'SRCROOT' },
      region: { startLine: 3, startColumn: 11 },
    });
    expect(log.runs[0].tool.driver.rules[second.ruleIndex].id).toBe('macfile/bad-value');
  });

  test('fingerprints do not move with the line, and tell two equal findings apart', () => {
    const moved = FILES.map((file) => ({
      ...file,
      text: `# one more line\n${file.text}`,
      findings: file.findings.map((each) => ({
        ...each,
        span: { start: each.span.start + 16, end: each.span.end + 16 },
      })),
    }));
    const prints = (files: readonly FileReport[]): string[] =>
      JSON.parse(written('sarif', files)).runs[0].results.map(
        (result: { partialFingerprints: Record<string, string> }) => result.partialFingerprints['verdigris/v1'],
      );
    expect(prints(moved)).toEqual(prints(FILES));
    expect(new Set(prints(FILES)).size).toBe(3);
  });
});

describe('junit', () => {
  const xml = written('junit', FILES);

  test('counts what fails, and lists files of ours only', () => {
    expect(xml).toContain('<testsuites name="verdigris" tests="4" failures="1">');
    expect(xml).toContain('<testsuite name="ä b.yaml" tests="3" failures="1">');
    expect(xml).toContain('<testcase name="no findings" classname="z.tf"/>');
    expect(xml).not.toContain('other.yaml');
  });

  test('is well formed whatever a message holds', () => {
    expect(xml).toContain('Says `latest`,&#10;which &quot;moves&quot; &lt;always&gt; &amp; 100% \uFFFD.');
    expect(xml.match(/<[a-z-]+(?:\s[^<>]*[^/<>])?>/g)?.length).toBe(xml.match(/<\/[a-z-]+>/g)?.length);
  });
});

describe('github', () => {
  test('is one line a finding, with everything escaped', () => {
    const lines = written('github', FILES).trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe(
      '::warning file=dir%2C 1/ä b.yaml,line=2,endLine=2,col=9,endColumn=19,title=no-latest-tag::Says `latest`,%0Awhich "moves" <always> & 100%25 \u0007.',
    );
    expect(lines[1]).toMatch(/^::error file=.*,title=macfile%2Fbad-value|^::error file=.*,title=macfile\/bad-value/);
    expect(lines[2]).toMatch(/^::notice /);
  });
});

describe('text', () => {
  test('shows the line and underlines the place', () => {
    const lines = written('text', FILES).split('\n');
    expect(lines[0]).toBe('ä b.yaml');
    expect(lines[1]).toContain('2:9  warning  Says `latest`,');
    const at = lines.findIndex((line) => line.includes('│ image:'));
    expect(lines[at]?.indexOf('web:latest')).toBe(lines[at + 1]?.indexOf('^^^^^^^^^^'));
    expect(lines.at(-2)).toBe('1 error, 1 warning, 1 hint (2 files checked, 1 of other kinds left alone)');
  });

  test('has colours only when asked, and no control characters of a file ever', () => {
    expect(written('text', FILES)).not.toContain('\u001B');
    expect(written('text', FILES, { ...OPTIONS, colours: true })).toContain('\u001B[33mwarning\u001B[0m');
    expect(written('text', FILES, { ...OPTIONS, colours: true })).not.toContain('\u0007');
  });
});

test('json is the contract', () => {
  const report = JSON.parse(written('json', FILES));
  expect(Object.keys(report)).toEqual(['schema', 'files', 'summary']);
  expect(report.summary).toEqual({ files: 3, error: 1, warning: 1, info: 0, hint: 1 });
  expect(report.files[0].findings[2]).toEqual({
    code: 'no-latest-tag',
    kind: 'rule',
    severity: 'hint',
    message: FILES[0]?.findings[0]?.message,
    range: { start: { line: 1, character: 8 }, end: { line: 1, character: 18 } },
    node: 'roles.web',
    fixes: [{ title: 'Pin it', safety: 'confirm' }],
  });
});
