import type { FindingSeverity } from '../../../core/model/finding.ts';
import { LineIndex } from '../../../core/model/lines.ts';
import type { Format } from '../report.ts';

const COMMANDS: Readonly<Record<FindingSeverity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** Workflow commands: one annotation a line. Lines and columns count from one. */
export const github: Format = {
  part({ place, text, findings }) {
    const lines = new LineIndex(text);
    const commands = findings.map(({ severity, span, code, message }) => {
      const { start, end } = lines.rangeOf(span);
      const columns = start.line === end.line ? `,col=${start.character + 1},endColumn=${end.character + 1}` : '';
      const where = `file=${property(place)},line=${start.line + 1},endLine=${end.line + 1}${columns}`;
      return `::${COMMANDS[severity]} ${where},title=${property(code)}::${data(message)}\n`;
    });
    return commands.join('');
  },
  whole: (files) => files.map(({ part }) => part),
};

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
