import type { Finding } from '../../../core/model/finding.ts';
import { LineIndex } from '../../../core/model/lines.ts';
import { countsOf, type FileReport } from '../report.ts';

/** `verdigris.check/1`: a public contract. */
export function json(files: readonly FileReport[]): string {
  const report = {
    schema: 'verdigris.check/1',
    files: files.map(({ path, text, language, findings }) => {
      const lines = new LineIndex(text);
      return { path, language, findings: findings.map((finding) => findingOf(finding, lines)) };
    }),
    summary: { files: files.length, ...countsOf(files) },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
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
