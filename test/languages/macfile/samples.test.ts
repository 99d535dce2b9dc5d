import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createWorkspace } from '../../../server/core/service/workspace.ts';
import { schemaData } from '../../plans/data.ts';

const sample = (name: string) => readFileSync(new URL(`../../../samples/macfile/${name}`, import.meta.url), 'utf8');

/** Codes of everything above a hint that is said about the first file, with the others beside it, suppressions heeded. */
function saidAbout(...names: readonly string[]): readonly string[] {
  const faults: string[] = [];
  const workspace = createWorkspace({
    data: schemaData(),
    today: () => '2026-01-01',
    log: (message) => faults.push(message),
  });
  workspace.setFolders(['/shop']);
  for (const name of names) workspace.open(`/shop/${name}`, sample(name));
  const { findings } = workspace.check(`/shop/${names[0]}`);
  return [...faults, ...findings.filter(({ severity }) => severity !== 'hint').map(({ code }) => code)];
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
    ...['no-hardcoded-cloud-id', 'no-open-ssh', 'no-literal-endpoint'],
  ];
  expect(typical.filter((code) => !said.has(code))).toEqual([]);
});
