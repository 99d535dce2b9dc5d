import type { Plan, PlanSeverity, PlanWarning } from '../../model/plan.ts';
import { WARNING_TITLES } from '../titles.ts';

const LEVELS: Readonly<Record<PlanSeverity, 'error' | 'warning' | 'note'>> = {
  blocker: 'error',
  high: 'warning',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** The warnings as SARIF 2.1.0 results. Fingerprints are of code and node, so they survive moved lines. */
export function renderSarif(plan: Plan): string {
  const codes = [...new Set(plan.warnings.map((warning) => warning.code))].toSorted();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Verdigris', rules: codes.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        results: plan.warnings.map((warning) => result(warning, codes)),
        properties: { readiness: plan.readiness.score, band: plan.readiness.band },
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function result(warning: PlanWarning, codes: readonly string[]): object {
  const { code, severity, node, source, message, fix } = warning;
  const { start, end } = source.range;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: LEVELS[severity],
    message: { text: fix ? `${message}. ${fix.charAt(0).toUpperCase()}${fix.slice(1)}.` : `${message}.` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(source.path) },
          region: {
            startLine: start.line + 1,
            startColumn: start.character + 1,
            endLine: end.line + 1,
            endColumn: end.character + 1,
          },
        },
        logicalLocations: [{ fullyQualifiedName: node === '' ? 'unit' : node }],
      },
    ],
    partialFingerprints: { 'verdigrisPlan/v1': fingerprint(`${code}\n${source.path}\n${node}`) },
    properties: { severity },
  };
}

function ruleOf(id: string): object {
  const titles: Readonly<Record<string, string>> = WARNING_TITLES;
  const title = titles[id.slice('plan/'.length)];
  return { id, name: pascal(id), ...(title === undefined ? {} : { shortDescription: { text: `${title}.` } }) };
}

function pascal(id: string): string {
  return id.replace(/(?:^|[/-])([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}

function uriOf(path: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path) ? path : path.split('/').map(encodeURIComponent).join('/');
}

/** FNV-1a, 64 bits, in hexadecimal: stable, not secret. */
function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
