import type { Finding } from '../../../core/model/finding.ts';
import { LineIndex } from '../../../core/model/lines.ts';
import { countsIn, type FileReport, type Format, type FormatOptions, fails, failuresIn } from '../report.ts';

/** One suite a file, one case a finding; what is below `--fail-on` passes with a note. A clean file is one passed case. */
export const junit: Format = {
  part: (file, { failOn }) => (file.language !== null || file.findings.length > 0 ? suite(file, failOn) : ''),
  *whole(files, { failOn }) {
    const ours = files.filter(({ part }) => part !== '');
    const failures = ours.reduce((sum, { counts }) => sum + failuresIn(counts, failOn), 0);
    const tests = ours.reduce((sum, { counts }) => sum + Math.max(1, failuresIn(counts, 'hint')), 0);
    yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="verdigris" tests="${tests}" failures="${failures}">\n`;
    for (const { part } of ours) yield part;
    yield '</testsuites>\n';
  },
};

function suite(file: FileReport, failOn: FormatOptions['failOn']): string {
  const { path, text, findings } = file;
  const lines = new LineIndex(text);
  const cases =
    findings.length === 0
      ? `    <testcase name="no findings" classname="${escaped(path)}"/>\n`
      : findings.map((finding) => testCase(path, finding, lines, failOn)).join('');
  const tests = Math.max(1, findings.length);
  return `  <testsuite name="${escaped(path)}" tests="${tests}" failures="${failuresIn(countsIn(findings), failOn)}">\n${cases}  </testsuite>\n`;
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
