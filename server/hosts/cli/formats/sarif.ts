import type { Finding, FindingSeverity } from '../../../core/model/finding.ts';
import { LineIndex } from '../../../core/model/lines.ts';
import { ALL_RULES } from '../../../core/rules/all.ts';
import { fingerprint } from '../../../core/service/baseline.ts';
import type { FileReport, Format } from '../report.ts';

const LEVELS: Readonly<Record<FindingSeverity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

/** SARIF 2.1.0. Fingerprints hold no line numbers: a finding stays the same when text above it moves. */
export const sarif: Format = {
  part: (file) => (file.findings.length === 0 ? '' : JSON.stringify(resultsOf(file))),
  whole(files, { version }) {
    const found = files.flatMap(({ part }) => (part === '' ? [] : (JSON.parse(part) as ReturnType<typeof resultsOf>)));
    const codes = [...new Set(found.map(({ ruleId }) => ruleId))].sort();
    const places = new Map(codes.map((code, at) => [code, at]));
    const log = {
      $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'Verdigris', version, semanticVersion: version, rules: codes.map(ruleOf) } },
          columnKind: 'utf16CodeUnits',
          originalUriBaseIds: {
            SRCROOT: { description: { text: 'The repository, or the folder that --root named.' } },
          },
          results: found.map(({ ruleId, ...result }) => ({ ruleId, ruleIndex: places.get(ruleId), ...result })),
        },
      ],
    };
    return [`${JSON.stringify(log, null, 2)}\n`];
  },
};

function ruleOf(code: string) {
  const rule = ALL_RULES.find(({ id }) => id === code);
  if (!rule) return { id: code };
  return {
    id: code,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: { tags: [rule.group], precision: rule.confidence === 'low' ? 'medium' : rule.confidence },
  };
}

/** Which number a rule has is known when all files are there. */
function resultsOf({ place, text, findings }: FileReport) {
  const lines = new LineIndex(text);
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const print = fingerprint(finding, text);
    const times = (seen.get(print) ?? 0) + 1;
    seen.set(print, times);
    return {
      ruleId: finding.code,
      level: LEVELS[finding.severity],
      message: { text: finding.message },
      locations: [locationOf(place, finding, lines)],
      partialFingerprints: { 'verdigris/v1': `${print}:${times}` },
    };
  });
}

function locationOf(path: string, { span, node }: Finding, lines: LineIndex) {
  const { start, end } = lines.rangeOf(span);
  return {
    physicalLocation: {
      artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' },
      region: {
        startLine: start.line + 1,
        startColumn: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      },
    },
    ...(node === '' ? {} : { logicalLocations: [{ fullyQualifiedName: node }] }),
  };
}
