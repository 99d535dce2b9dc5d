import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { addressReference, referencesOf } from '../../../server/core/languages/macfile/references.ts';
import { check, open } from './project.ts';

interface Probe {
  readonly area: string;
  readonly case: string;
  readonly text?: string;
  readonly entry?: string;
  readonly outcome: string;
  readonly result?: unknown;
  readonly found?: unknown;
  readonly environment?: readonly unknown[];
  readonly ready?: string;
}

interface Run {
  readonly case: string;
  readonly macfile: string;
  readonly ends: string;
}

const file = new URL('fixtures/semantics.json', import.meta.url);
const { probes, runs } = JSON.parse(readFileSync(file, 'utf8')) as {
  probes: readonly Probe[];
  runs: readonly Run[];
};

/** What only a run can tell: what a command prints, whether instances are there, what a server knows. */
const UNKNOWABLE: Readonly<Record<string, string>> = {
  'resource json missing key': 'depends on what the command prints',
  'resource json idx out of range': 'depends on what the command prints',
  'action bash rc=1': 'depends on the status of the command',
  'role.app.get_id no instances': 'the entry that creates them runs before; whether they are up is known at run time',
  "value 'app.FACT.nope'": 'the facts of a machine are known at run time',
  'role and entry environment are appended': 'says in which order values are handed over, no mistake is possible',
  'entry without params inherits those of the entry before it':
    'a bug of the tool that makes no difference to what the text says',
  'ready no instances yet': 'the same text is right once the instances are there',
  'ready by infrastructure name': 'a state of the run',
  'ready configuration error': 'a state of the run',
};
const COMMAND_LINE = 'the command line of mac is no part of a Macfile';

/** Code that says what the tool does with a probe; undefined = nothing to say. */
const CODES: Readonly<Record<string, string | undefined>> = {
  'int property amount': 'non-string-property',
  'param prefix collision': 'reference-prefix',
  'param on entry w/o params': 'undefined-param',
  'resource json w/o path': 'reference-form',
  'resource xml format': 'reference-form',
  'resource unknown entry': 'undefined-entry',
  'resource later entry (not processed)': 'forward-reference',
  'followed by / (no terminator)': 'reference-terminator',
  'followed by ;': 'reference-terminator',
  'followed by )': 'reference-terminator',
  'reference scan: two text.regex on one line': 'two-regex',
  'action ssh through action.': 'action-kind',
  'role.app.nope': 'undefined-action',
  'reference scan: undefined role': 'undefined-role',
  'role.app.loc (bash action via role)': 'action-kind',
  "value 'nope.PUBLIC_IP'": 'undefined-role',
  "value 'http://app.PUBLIC_IP'": 'address-reference',
  "value 'role.app.PUBLIC_IP'": 'address-reference',
  'value 1.5': 'dropped-value',
  'value None': 'dropped-value',
  "value ['a']": 'dropped-value',
  'env string item A=b': 'wrong-type',
  'destroy param int': 'destroy-reference',
  'destroy param holds reference': 'destroy-reference',
  'destroy action': 'destroy-reference',
  'destroy role': 'destroy-reference',
  'ready unknown role': 'ready-unknown',
};

const HEAD = "mac: 1.0.0\ndescription: d\nname: demo\nversion: '1'\n";
const ACTIONS = 'actions:\n  get_id:\n    ssh: x\n  loc:\n    bash: y\n';
const SERVERS = '  servers:\n    name: a\n    location: us-east-1\n    role: app\n    amount: 2\n';
const LB = '  lb:\n    resource: r\n    params:\n      name: N\n      name-long: NL\n      n: 5\n';
const ROLE = 'roles:\n  app:\n    instance create:\n      configuration: c\n';

const block = (text: string) => `|-\n      ${text}\n`;

/** The context of the fixture, with the text of the probe as one more entry between `lb` and `late`. */
function commandFile({ text = '', entry }: Probe): string {
  const params = entry === 'lb' ? '    params:\n      name: N\n      name-long: NL\n      n: 5\n' : '';
  return `${HEAD}${ROLE}${ACTIONS}resources:\n  r:\n    create bash: x role.app.get_id\n  p:\n    create bash: ${block(text)}infrastructures:\n${SERVERS}${LB}  probe:\n    resource: p\n${params}  late:\n    resource: r\n  look:\n    action: loc\n`;
}

function environmentFile({ environment = [] }: Probe): string {
  return `${HEAD}${ROLE}      environment: ${JSON.stringify(environment)}\ninfrastructures:\n${SERVERS}`;
}

function destroyFile(probe: Probe): string {
  const stored = (probe as { 'stored params'?: Record<string, unknown> })['stored params'];
  const params = stored === undefined ? '' : `    params: ${JSON.stringify(stored)}\n`;
  return `${HEAD}${ROLE}${ACTIONS}resources:\n  r:\n    create bash: x role.app.get_id action.loc.json.A\n    destroy bash: ${block(probe.text ?? '')}infrastructures:\n${SERVERS}  lb:\n    resource: r\n${params}`;
}

function readyFile({ ready }: Probe): string {
  return `${HEAD}${ROLE}resources:\n  r:\n    create bash: x\ninfrastructures:\n${SERVERS}  lb:\n    ready: ${ready}\n    resource: r\n`;
}

const FILES: Readonly<Record<string, (probe: Probe) => string>> = {
  command: commandFile,
  environment: environmentFile,
  destroy: destroyFile,
  ready: readyFile,
};

function codesOf(text: string): readonly string[] {
  const quiet = new Set(['unused-action', 'unused-role', 'unused-resource']);
  const codes = check(text).map(({ code }) => code.replace('macfile/', ''));
  return [...new Set(codes)].filter((code) => !quiet.has(code));
}

describe('probes of mac 1.0.8', () => {
  test('all of them are here', () => expect(probes).toHaveLength(60));

  test.each(probes.map((probe) => [probe.case, probe] as const))('%s', (name, probe) => {
    const make = FILES[probe.area];
    if (make === undefined) {
      expect([probe.area, COMMAND_LINE]).toEqual(['cli', COMMAND_LINE]);
      return;
    }
    if (UNKNOWABLE[name] !== undefined) {
      expect(codesOf(make(probe))).toEqual([]);
      return;
    }
    const code = CODES[name];
    expect(codesOf(make(probe))).toEqual(code === undefined ? [] : [code]);
    const failing = ['error', 'waits', 'literal'].includes(probe.outcome);
    if (failing) expect(code).toBeDefined();
  });

  test('the list of what cannot be known names probes only', () => {
    const names = new Set(probes.map((probe) => probe.case));
    expect([...Object.keys(UNKNOWABLE), ...Object.keys(CODES)].filter((name) => !names.has(name))).toEqual([]);
  });
});

describe('the scan for references', () => {
  test('finds what the tool finds', () => {
    for (const { text = '', outcome, found } of probes) {
      if (outcome !== 'scan') continue;
      const seen = referencesOf(text).filter(({ terminated, word }) => terminated && word !== 'role');
      const expected = Array.isArray(found) ? (found as readonly (readonly string[])[]) : [];
      expect(seen.map(({ word, name, rest, regex = '' }) => [word, name, rest, regex])).toEqual(
        expected.map((one) => one.slice(0, 4)),
      );
    }
  });

  test('knows a value that is an address', () => {
    expect(addressReference('app.FACT.HOSTNAME')).toMatchObject({ kind: 'FACT', name: 'app', wellFormed: true });
    expect(addressReference('plain')).toBeUndefined();
  });
});

/** Errors and warnings that tell how a run ends. */
const RUNS: Readonly<Record<string, readonly string[]>> = {
  'all references point backwards': ['dropped-value'],
  'forward reference to an ssh action of a later role': ['dropped-value', 'forward-reference', 'ready-unknown'],
  "two roles may need each other's address": ['dropped-value'],
  'environment needs a role that has no entry': ['dropped-value', 'undefined-entry', 'unused-role'],
  'role entry scalar refers to an earlier resource': ['dropped-value', 'unused-role'],
  'action entry with ready': ['dropped-value', 'ready-on-action', 'unused-role'],
  'undefined resource': ['dropped-value', 'undefined-resource', 'unused-role'],
  'undefined action': ['dropped-value', 'undefined-action', 'unused-role'],
  'name and version already active': ['dropped-value', 'unused-role'],
};

/** Resources and actions that a run of the fixture leaves out are left over in its text. */
const LEFT_OVER = new Set(['unused-action', 'unused-resource']);

describe('runs of mac 1.0.8', () => {
  test.each(runs.map((run) => [run.case, run] as const))('%s', (name, run) => {
    const codes = new Set(check(run.macfile).map(({ code }) => code.replace('macfile/', '')));
    expect([...codes].filter((code) => !LEFT_OVER.has(code)).sort()).toEqual(RUNS[name]);
  });

  test('the order of the entries is the order of the run', () => {
    const [first] = runs;
    const { reading } = open({ 'run.macfile': first?.macfile ?? '' });
    expect(reading.file.infrastructures.map((entry) => entry.name)).toEqual([
      'db_inf',
      'app_inf',
      'lb_inf',
      'reg_inf',
      'img_inf',
    ]);
  });
});
