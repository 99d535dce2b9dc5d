import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { macfile } from '../../../server/core/languages/macfile/index.ts';
import { ALL_RULES } from '../../../server/core/rules/all.ts';
import { runRules } from '../../../server/core/rules/run.ts';
import { findingsOf, open } from './project.ts';

const sample = (name: string) => readFileSync(new URL(`../../../samples/macfile/${name}`, import.meta.url), 'utf8');

/** Codes of the language and ids of rules, with the file first and its library beside it. */
function saidAbout(...names: readonly string[]): readonly string[] {
  const opened = open(Object.fromEntries(names.map((name) => [name, sample(name)])));
  const faults: string[] = [];
  const found = runRules(ALL_RULES, macfile.facts(opened.reading, opened.around), {
    log: (message) => faults.push(message),
    faults: new Map(),
  });
  const rules = found.filter(({ severity }) => severity !== 'hint').map(({ rule }) => rule.id);
  return [...faults, ...findingsOf(opened).map(({ code }) => code), ...rules];
}

test('the good samples are clean', () => {
  expect(saidAbout('shop.macfile', 'aws.abstract.macfile')).toEqual([]);
  expect(saidAbout('aws.abstract.macfile', 'shop.macfile')).toEqual([]);
  expect(saidAbout('state.macfile')).toEqual([]);
});

test('the legacy sample shows the typical mistakes', () => {
  const said = new Set(saidAbout('legacy.macfile'));
  const typical = [
    ...['macfile/unquoted-version', 'macfile/no-effect', 'macfile/no-errexit', 'macfile/dropped-value'],
    ...['macfile/forward-reference', 'macfile/ready-unknown', 'macfile/unknown-value'],
    ...['macfile-needs-version-parameter', 'no-in-place-os-upgrade', 'no-install-at-boot', 'pin-vcs-revision'],
    ...['no-remote-provisioner', 'no-fixed-physical-name', 'final-snapshot-required', 'resource-without-destroy'],
    ...['no-hardcoded-cloud-id', 'no-open-ssh', 'split-state-from-stateless', 'no-literal-endpoint'],
  ];
  expect(typical.filter((code) => !said.has(code))).toEqual([]);
});
