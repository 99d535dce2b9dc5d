import { afterEach, expect, test } from 'vitest';
import { LineIndex } from '../../server/core/model/lines.ts';
import type { Plan } from '../../server/core/model/plan.ts';
import { applyEdits } from '../../server/core/model/span.ts';
import type { ChangedFile, ChangedFiles, PlanFix } from '../../server/protocol.ts';
import { connect, type Peer } from './client.ts';

let peer: Peer;
afterEach(() => peer.close());

interface Answer {
  readonly plan: Plan;
  readonly quickFixes: readonly PlanFix[];
}

const ask = (method: string, params: object) => peer.connection.sendRequest(`verdigris/${method}`, params);

function changed(text: string, { edits }: ChangedFile): string {
  const lines = new LineIndex(text);
  return applyEdits(
    text,
    edits.map(({ range, newText }) => ({
      span: { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) },
      text: newText,
    })),
  );
}

const machine = (image: string): string =>
  `Resources:\n  Web:\n    Type: AWS::AutoScaling::LaunchConfiguration\n    Properties:\n      LaunchConfigurationName: web\n      ImageId: ${image}\n`;

test('a plan offers titles, and gives the edits of the one that is taken', async () => {
  peer = await connect();
  await peer.open('a.yaml', machine('ami-2'));
  const uri = peer.uri('a.yaml');
  const blue = { kind: 'git:HEAD', files: [{ uri, text: machine('ami-1') }] };
  const { plan, quickFixes } = (await ask('plan', { uri, blue })) as Answer;
  const fix = quickFixes.find(({ title }) => title === 'Add the parameter Colour to LaunchConfigurationName');
  expect(fix).toEqual({ warning: expect.any(Number), title: expect.any(String) });
  expect(plan.warnings[fix?.warning ?? -1]?.code).toBe('plan/name-collision');
  const { files } = (await ask('planFix', { uri, fix })) as ChangedFiles;
  expect(files.map((file) => file.uri)).toEqual([uri]);
  const text = changed(machine('ami-2'), files[0] as ChangedFile);
  expect(text).toContain('LaunchConfigurationName: !Sub web-${Colour}\n');
  await peer.change('a.yaml', 2, text);
  const after = (await ask('plan', { uri, blue })) as Answer;
  expect(after.plan.warnings.map(({ code }) => code)).not.toContain('plan/name-collision');
  expect(await ask('planFix', { uri, fix })).toEqual({ files: [] });
});

test.each([
  [
    'a.yaml',
    'Resources:\n  Odd:\n    Type: Acme::Odd::Thing\n',
    '  # verdigris: lifecycle=persistent -- said\n  Odd:\n',
  ],
  ['main.tf', 'resource "acme_odd" "thing" {\n}\n', '# verdigris: lifecycle=persistent -- said\nresource'],
])('how a resource lives is written as a comment: %s', async (name, text, expected) => {
  peer = await connect();
  await peer.open(name, text);
  const uri = peer.uri(name);
  const { plan } = (await ask('plan', { uri })) as Answer;
  const params = { uri, node: plan.nodes[0]?.id, lifecycle: 'persistent', reason: 'said' };
  const { files } = (await ask('classify', params)) as ChangedFiles;
  const after = changed(text, files[0] as ChangedFile);
  expect(after).toContain(expected);
  await peer.change(name, 2, after);
  const { plan: now } = (await ask('plan', { uri })) as Answer;
  expect(now.nodes[0]?.lifecycle).toMatchObject({ class: 'persistent', userOverride: true });
  const again = (await ask('classify', { ...params, lifecycle: 'config' })) as ChangedFiles;
  expect(changed(after, again.files[0] as ChangedFile)).toBe(after.replace('=persistent', '=config'));
});

test('JSON has no comments: it is written as metadata', async () => {
  peer = await connect();
  const text = '{\n  "Resources": {\n    "Odd": {\n      "Type": "Acme::Odd::Thing"\n    }\n  }\n}\n';
  await peer.open('a.json', text);
  const uri = peer.uri('a.json');
  const params = { uri, node: 'Resources.Odd', lifecycle: 'persistent', reason: 'said' };
  const { files } = (await ask('classify', params)) as ChangedFiles;
  const after = changed(text, files[0] as ChangedFile);
  expect(JSON.parse(after).Resources.Odd.Metadata).toEqual({ Verdigris: { lifecycle: 'persistent' } });
  await peer.change('a.json', 2, after);
  const { plan } = (await ask('plan', { uri })) as Answer;
  expect(plan.nodes[0]?.lifecycle).toMatchObject({ class: 'persistent', userOverride: true });
});

test('the lens says what the plan says, while it is that of the text', async () => {
  peer = await connect();
  await peer.open('a.yaml', machine('ami-2'));
  const uri = peer.uri('a.yaml');
  const titles = async (): Promise<readonly string[]> => {
    const lenses = (await peer.connection.sendRequest('textDocument/codeLens', { textDocument: { uri } })) as readonly {
      command: { title: string };
    }[];
    return lenses.map(({ command }) => command.title);
  };
  expect(await titles()).toContain('1 stateless');
  await ask('plan', { uri, blue: { kind: 'git:HEAD', files: [{ uri, text: machine('ami-1') }] } });
  expect(await titles()).toContain('plan: 1 duplicate · readiness 49');
  await peer.change('a.yaml', 2, machine('ami-3'));
  expect(await titles()).toContain('1 stateless');
});
