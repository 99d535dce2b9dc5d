import { afterEach, expect, test } from 'vitest';
import type { Plan } from '../../server/core/model/plan.ts';
import { connect, type Peer } from './client.ts';

let peer: Peer;
afterEach(() => peer.close());

const root = [
  'Resources:',
  '  Jobs:',
  '    Type: AWS::CloudFormation::Stack',
  '    Properties: { TemplateURL: parts/jobs.yaml }',
  '',
].join('\n');
const jobs = (delay: number, name = 'shop-queue'): string =>
  [
    'Resources:',
    '  Queue:',
    '    Type: AWS::SQS::Queue',
    `    Properties: { DelaySeconds: ${delay} }`,
    'Outputs:',
    '  Queue:',
    '    Value: !Ref Queue',
    `    Export: { Name: ${name} }`,
    '',
  ].join('\n');
const reader = [
  'Resources:',
  '  Reader:',
  '    Type: AWS::Lambda::EventSourceMapping',
  '    Properties: { FunctionName: reader, EventSourceArn: !ImportValue shop-queue }',
  '',
].join('\n');

async function planned(blue: object): Promise<Plan> {
  const answer = await peer.connection.sendRequest<{ plan: Plan }>('verdigris/plan', {
    uri: peer.uri('root.yaml'),
    blue,
  });
  return answer.plan;
}

const changes = ({ nodes }: Plan) => nodes.map(({ id, change, source }) => [id, change, source.path]);

test('a nested template counts as it is typed, and what is planned with it is told', async () => {
  peer = await connect({ files: { 'parts/jobs.yaml': jobs(1), 'parts/reader.yaml': reader } });
  await peer.open('root.yaml', root, 'yaml');
  const told: string[] = [];
  peer.connection.onNotification('verdigris/planChanged', ({ uri }: { uri: string }) => {
    told.push(uri);
  });
  const blue = { kind: 'git:HEAD', files: [{ uri: peer.uri('root.yaml'), text: root }], absent: [] };
  expect(changes(await planned(blue))).toEqual([['Resources.Jobs.Queue', 'unchanged', 'parts/jobs.yaml']]);

  await peer.open('parts/jobs.yaml', jobs(2), 'yaml');
  await expect.poll(() => told).toContain(peer.uri('root.yaml'));
  const sent = { ...blue, files: [...blue.files, { uri: peer.uri('parts/jobs.yaml'), text: jobs(1) }] };
  expect(changes(await planned(sent))).toEqual([['Resources.Jobs.Queue', 'update', 'parts/jobs.yaml']]);
});

test('who imports what a nested template exports is looked for around the document', async () => {
  peer = await connect({ files: { 'parts/reader.yaml': reader } });
  await peer.open('root.yaml', root, 'yaml');
  await peer.open('parts/jobs.yaml', jobs(1, 'shop-jobs'), 'yaml');
  const files = [
    { uri: peer.uri('root.yaml'), text: root },
    { uri: peer.uri('parts/jobs.yaml'), text: jobs(1) },
  ];
  const { warnings } = await planned({ kind: 'git:HEAD', files, absent: [] });
  expect(warnings.map(({ code, node }) => [code, node])).toContainEqual(['plan/export-in-use', 'Resources.Jobs.Queue']);
});

test('another template that nests the same one is compared with what is in it', async () => {
  peer = await connect({ files: { 'parts/jobs.yaml': jobs(1) } });
  await peer.open('root.yaml', root, 'yaml');
  const files = [{ uri: peer.uri('before.yaml'), text: root.replace('Jobs:', 'Old:') }];
  const plan = await planned({ kind: 'file', files });
  expect(changes(plan).map(([id, change]) => [id, change])).toEqual([
    ['Resources.Jobs.Queue', 'add'],
    ['Resources.Old.Queue', 'remove'],
  ]);
});
