import type { Finding } from '../../../core/model/finding.ts';
import { LineIndex } from '../../../core/model/lines.ts';
import { type FileReport, type FormatOptions, fails } from '../report.ts';

/** One suite a file, one case a finding; what is below `--fail-on` passes with a note. A clean file is one passed case. */
export function junit(files: readonly FileReport[], { failOn }: FormatOptions): string {
  const ours = files.filter(({ language, findings }) => language !== null || findings.length > 0);
  const failures = ours.reduce((sum, file) => sum + failuresIn(file, failOn), 0);
  const tests = ours.reduce((sum, { findings }) => sum + Math.max(1, findings.length), 0);
  const suites = ours.map((file) => suite(file, failOn)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="verdigris" tests="${tests}" failures="${failures}">\n${suites}</testsuites>\n`;
}

function suite(file: FileReport, failOn: FormatOptions['failOn']): string {
  const { path, text, findings } = file;
  const lines = new LineIndex(text);
  const cases =
    findings.length === 0
      ? `    <testcase name="no findings" classname="${escaped(path)}"/>\n`
      : findings.map((finding) => testCase(path, finding, lines, failOn)).join('');
  const tests = Math.max(1, findings.length);
  return `  <testsuite name="${escaped(path)}" tests="${tests}" failures="${failuresIn(file, failOn)}">\n${cases}  </testsuite>\n`;
}

function testCase(path: string, finding: Finding, lines: LineIndex, failOn: FormatOptions['failOn']): string {
  const { line, character } = lines.positionAt(finding.span.start);
  const place = `${path}:${line + 1}:${character + 1}`;
  const name = escaped(finding.node === '' ? finding.code : `${finding.code} ${finding.node}`);
  const said = escaped(`${place} ${finding.message}`);
  const body = fails(finding, failOn)
    ? `<failure message="${escaped(finding.message)}" type="${finding.severity}">${said}</failure>`
    : `<system-out>${finding.severity}: ${said}</system-out>`;
  return `    <testcase name="${name}" classname="${escaped(path)}" file="${escaped(path)}" line="${line + 1}">${body}</testcase>\n`;
}

function failuresIn({ findings }: FileReport, failOn: FormatOptions['failOn']): number {
  return findings.filter((finding) => fails(finding, failOn)).length;
}

/** Characters that XML 1.0 cannot hold become a replacement character. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\n\r\t]/g, (char) => `&#${char.charCodeAt(0)};`);
}
