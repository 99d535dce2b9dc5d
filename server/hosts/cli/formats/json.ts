import type { Finding } from '../../../core/model/finding.ts';
import { LineIndex } from '../../../core/model/lines.ts';
import { countsOf, type FileReport, type Format, type Reported } from '../report.ts';

/** `verdigris.check/1`: a public contract. */
export const json: Format = {
  part({ path, text, language, findings }: FileReport): string {
    const lines = new LineIndex(text);
    return indented({ path, language, findings: findings.map((finding) => findingOf(finding, lines)) }, '    ');
  },
  *whole(files: readonly Reported[]): Iterable<string> {
    yield '{\n  "schema": "verdigris.check/1",\n  "files": [';
    for (const [at, { part }] of files.entries()) yield `${at === 0 ? '' : ','}\n    ${part}`;
    const summary = { files: files.length, ...countsOf(files) };
    yield `${files.length === 0 ? '' : '\n  '}],\n  "summary": ${indented(summary, '  ')}\n}\n`;
  },
};

/** As it stands inside something that is indented so far itself. */
function indented(value: unknown, by: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${by}`);
}

function findingOf({ code, kind, severity, message, span, node, fixes = [] }: Finding, lines: LineIndex) {
  return {
    code,
    kind,
    severity,
    message,
    range: lines.rangeOf(span),
    node,
    fixes: fixes.map(({ title, safety }) => ({ title, safety })),
  };
}
