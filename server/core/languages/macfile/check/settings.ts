import type { Finding } from '../../../model/finding.ts';
import { entryOf, type ScalarNode, type TreeNode } from '../../../model/tree.ts';
import { closest } from '../../../schema/closest.ts';
import { resolvePlain } from '../../../syntax/yaml11.ts';
import { type EnvironmentItem, environmentOf, follow, instanceOf, isEmpty, type Named, scalarAt } from '../model.ts';
import { isPlaceholder } from '../placeholders.ts';
import type { MacfileReading } from '../reading.ts';
import { describe, quoted, scalarType } from '../scalars.ts';
import type { KnownValues } from '../values.ts';
import { finding, listed, replace } from './report.ts';
import { removal } from './structure.ts';
import { quote } from './values.ts';

/** Values that the tool accepts and that mean something else than their author thinks. */
export function checkSettings(reading: MacfileReading, known: KnownValues): readonly Finding[] {
  const { file } = reading;
  const entries = [...file.infrastructures, ...file.defaults];
  const environments: readonly TreeNode[] = [
    ...file.roles.flatMap((role) => instanceOf(role) ?? []),
    ...entries.map(({ body }) => body),
  ];
  return [
    ...(file.kind === 'main' ? checkVersion(reading) : []),
    ...file.roles.flatMap((role) => checkNoEffect(reading, role)),
    ...environments.flatMap((node) => environmentOf(node).flatMap((item) => checkDropped(reading, item))),
    ...entries.flatMap((entry) => checkKnownValues(reading, entry, known)),
  ];
}

function checkVersion(reading: MacfileReading): readonly Finding[] {
  const version = scalarAt(reading.file.root, 'version');
  const entry = entryOf(reading.file.root, 'version');
  if (version === undefined || entry === undefined) return [];
  const type = scalarType(version);
  if (type === 'text' || (type === 'unknown' && !isPlaceholder(version.text))) return [];
  if (type === 'null') return reading.sound ? [emptyVersion(reading, entry.key.span)] : [];
  if (type === 'unknown') return version.tag === undefined ? [unquotedParameter(reading, version)] : [];
  const read = shownByTool(version.text);
  const same = read === version.text;
  const message = `YAML reads this version as ${describe(version)}${same ? '' : `: ${read}`}. Versions are compared as text, so the running infrastructure may not be found again. Quote it.`;
  return [unquoted(reading, 'warning', message, version, same ? 'safe' : 'confirm')];
}

/** How Python writes the value: what the version is called from then on. */
function shownByTool(text: string): string {
  const { kind, value } = resolvePlain(text);
  if (kind === 'bool') return value ? 'True' : 'False';
  return kind === 'float' && Number.isInteger(value) ? `${value}.0` : String(value);
}

function unquoted(
  reading: MacfileReading,
  severity: Finding['severity'],
  message: string,
  version: ScalarNode,
  safety: 'safe' | 'confirm',
): Finding {
  const fixes = [quote(version, safety)];
  return finding(reading, { code: 'unquoted-version', kind: 'semantic', severity, message, span: version.span, fixes });
}

function unquotedParameter(reading: MacfileReading, version: ScalarNode): Finding {
  const message = `The parameter is put in before YAML is read, so -p with 1.10 becomes the number 1.1. Quote it: ${quoted(version.text)}.`;
  return unquoted(reading, 'hint', message, version, 'safe');
}

function emptyVersion(reading: MacfileReading, span: Finding['span']): Finding {
  const message = 'The version is empty, which is a version of its own called "None". Write one in quotes.';
  return finding(reading, { code: 'unquoted-version', kind: 'semantic', severity: 'warning', message, span });
}

const NO_EFFECT: Readonly<Record<string, string>> = {
  branch:
    'mac never reads it. Put the branch, or better a commit, into the configuration or a variable of "environment".',
  lifespan: 'mac reads it only in the entry under "infrastructures".',
};

function checkNoEffect(reading: MacfileReading, role: Named): readonly Finding[] {
  return Object.entries(NO_EFFECT).flatMap(([key, why]) => {
    const instance = instanceOf(role);
    const entry = entryOf(instance, key);
    if (entry === undefined || instance?.kind !== 'map') return [];
    const isOnly = instance.entries.length === 1;
    return [
      finding(reading, {
        code: 'no-effect',
        kind: 'semantic',
        severity: 'info',
        message: `"${key}" has no effect in a role: ${why}`,
        span: entry.key.span,
        fixes: [isOnly ? undefined : removal(reading, entry, `Remove "${key}"`)],
        tags: ['unnecessary'],
      }),
    ];
  });
}

function checkDropped(reading: MacfileReading, { key, keySpan, value }: EnvironmentItem): readonly Finding[] {
  const problem = (what: string, span: Finding['span'], fix?: ReturnType<typeof replace>): Finding =>
    finding(reading, {
      code: 'dropped-value',
      kind: 'semantic',
      severity: 'warning',
      message: `YAML reads ${what}, and mac leaves such a variable out without a word: the instance gets no ${key}. ${fix === undefined ? 'Write text.' : 'Quote it.'}`,
      span,
      fixes: [fix],
    });
  if (value.kind === 'list' || value.kind === 'map') return [problem(describe(value), value.span)];
  if (value.kind !== 'scalar') return [];
  const type = scalarType(value);
  if (type === 'float') return [problem(`${value.text} as a number with a fraction`, value.span, quote(value))];
  if (type !== 'null' || !reading.sound) return [];
  if (value.style === 'empty')
    return [
      problem('nothing here', keySpan, replace("Write ''", { start: value.span.start, end: value.span.end }, " ''")),
    ];
  return [problem(`${value.text} as nothing`, value.span, quote(value))];
}

function checkKnownValues(reading: MacfileReading, entry: Named, known: KnownValues): readonly Finding[] {
  return [
    ...checkOneOf(
      reading,
      entry,
      'provider',
      known.providers.map(({ name }) => name),
    ),
    ...checkOneOf(
      reading,
      entry,
      'deployment',
      known.deployments.map(({ name }) => name),
    ),
    ...checkRelease(reading, entry, known),
  ];
}

function literal(entry: Named, key: string): ScalarNode | undefined {
  const value = scalarAt(follow(entry.body), key);
  return value === undefined || isEmpty(value) || value.text.includes('{') ? undefined : value;
}

function checkOneOf(reading: MacfileReading, entry: Named, key: string, values: readonly string[]): readonly Finding[] {
  const value = literal(entry, key);
  if (value === undefined || values.length === 0 || values.includes(value.text) || isReference(value.text)) return [];
  return [
    unknownValue(
      reading,
      value,
      `"${value.text}" is not a ${key} mac knows of. Known: ${listed(values, 'or')}.`,
      closest(value.text, values),
    ),
  ];
}

function isReference(text: string): boolean {
  return /^(?:role|infrastructure|resource|action)\./.test(text);
}

function checkRelease(reading: MacfileReading, entry: Named, known: KnownValues): readonly Finding[] {
  const value = literal(entry, 'release');
  if (value === undefined || known.releases.length === 0 || isReference(value.text)) return [];
  const [system = '', version] = value.text.split(':', 2);
  const release = known.releases.find(({ name }) => name === system);
  const names = known.releases.map(({ name }) => name);
  if (release === undefined) {
    return [
      unknownValue(
        reading,
        value,
        `"${system}" is not a release mac knows of. Known: ${listed(names, 'or')}.`,
        closest(value.text, names),
      ),
    ];
  }
  if (version === undefined) return [];
  const versions = release.versions.map(({ name }) => `${system}:${name}`);
  const end = release.versions.find(({ name }) => name === version)?.endOfLife;
  if (end !== undefined) {
    const message = `${value.text} got its last security update in ${end}: a rebuild today starts from a system nobody repairs. Move to one that is supported.`;
    return [unknownValue(reading, value, message, undefined)];
  }
  const offer = versions.length === 0 ? `Without a version: ${system}.` : `Known: ${listed(versions, 'or')}.`;
  return [
    unknownValue(
      reading,
      value,
      `"${value.text}" is not a release mac knows of. ${offer}`,
      closest(value.text, versions),
    ),
  ];
}

function unknownValue(reading: MacfileReading, value: ScalarNode, message: string, meant: string | undefined): Finding {
  const fix = meant === undefined ? undefined : replace(`Replace by "${meant}"`, value.span, meant, 'confirm');
  return finding(reading, {
    code: 'unknown-value',
    kind: 'semantic',
    severity: 'warning',
    message: meant === undefined ? message : `${message} Did you mean "${meant}"?`,
    span: value.span,
    fixes: [fix],
  });
}
