import { expect, test } from 'vitest';
import type { Plan } from '../../server/core/model/plan.ts';
import { type BlueTexts, planOf } from '../../server/core/service/plan.ts';
import { createWorkspace } from '../../server/core/service/workspace.ts';
import { schemaData } from '../plans/data.ts';

const data = schemaData();
type Texts = Readonly<Record<string, string>>;

/** The plan of the first text, where blue gives some texts and says which of today's were not there; the rest is as it is. */
function planned(green: Texts, blue: Texts, absent: readonly string[] | undefined): Plan {
  const workspace = createWorkspace({ data, today: () => '2026-01-01', log: (message) => expect.fail(message) });
  workspace.setFolders(['/w']);
  for (const [path, text] of Object.entries(green)) workspace.open(path, text);
  const [path = ''] = Object.keys(green);
  const files: BlueTexts['files'] = Object.entries(blue).map(([at, text]) => ({ path: at, text }));
  const answer = planOf(workspace, { path, blue: { kind: 'git:HEAD', files, ...(absent ? { absent } : {}) } });
  if ('refused' in answer) throw new Error(answer.refused);
  return answer.plan;
}

const changes = ({ nodes }: Plan) => Object.fromEntries(nodes.map(({ label, change }) => [label, change]));

const ROOT = [
  'Resources:',
  '  A:',
  '    Type: AWS::CloudFormation::Stack',
  '    Properties: { TemplateURL: a.yaml }',
  '  Own:',
  '    Type: AWS::SQS::Queue',
].join('\n');
const A = [
  'Resources:',
  '  B:',
  '    Type: AWS::CloudFormation::Stack',
  '    Properties: { TemplateURL: parts/b.yaml }',
].join('\n');
const queue = (delay: number): string =>
  `Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n    Properties: { DelaySeconds: ${delay} }\n`;
const STACKS: Texts = { '/w/root.yaml': ROOT, '/w/a.yaml': A, '/w/parts/b.yaml': queue(2) };

test('what nobody sent is as it is today, however deep it is nested', () => {
  expect(changes(planned(STACKS, { '/w/root.yaml': ROOT }, []))).toEqual({ 'A.B.Jobs': 'unchanged', Own: 'unchanged' });
});

test('what was sent counts, and what is behind it is filled in', () => {
  const blue = { '/w/root.yaml': ROOT, '/w/parts/b.yaml': queue(1) };
  expect(changes(planned(STACKS, blue, []))).toEqual({ 'A.B.Jobs': 'update', Own: 'unchanged' });
});

test('a file that was not there is not filled in: what was in it nobody knows', () => {
  expect(changes(planned(STACKS, { '/w/root.yaml': ROOT }, ['/w/parts/b.yaml']))).toEqual({
    'A.B': 'unknown',
    Own: 'unchanged',
  });
});

test('without a word about what was not there nothing is filled in', () => {
  expect(changes(planned(STACKS, { '/w/root.yaml': ROOT }, undefined))).toEqual({ A: 'unknown', Own: 'unchanged' });
});

test('a template that blue alone nests is taken from today, and is missing where today has none', () => {
  const old = ROOT.replace('a.yaml', 'old.yaml');
  const there = planned({ ...STACKS, '/w/old.yaml': queue(1) }, { '/w/root.yaml': old }, []);
  expect(changes(there)).toEqual({ 'A.B.Jobs': 'add', 'A.Jobs': 'remove', Own: 'unchanged' });
  expect(changes(planned(STACKS, { '/w/root.yaml': old }, []))).toEqual({ A: 'unknown', Own: 'unchanged' });
});

test('templates that nest each other come to an end', () => {
  const b = A.replace('parts/b.yaml', '../root.yaml').replace('B:', 'Root:');
  const texts = { ...STACKS, '/w/parts/b.yaml': `${b}\n  Jobs:\n    Type: AWS::SQS::Queue\n` };
  expect(changes(planned(texts, { '/w/root.yaml': ROOT }, []))).toEqual({
    'A.B.Root': 'unchanged',
    'A.B.Jobs': 'unchanged',
    Own: 'unchanged',
  });
});

const MODULE: Texts = {
  '/w/main.tf': 'module "web" {\n  source = "./web"\n}\n',
  '/w/queue.tf': 'resource "aws_sqs_queue" "jobs" {}\n',
  '/w/web/main.tf': 'resource "aws_sqs_queue" "mail" {}\n',
};

test('files of a folder are filled in together, those that were not there left out', () => {
  const blue = { '/w/main.tf': MODULE['/w/main.tf'] ?? '' };
  expect(changes(planned(MODULE, blue, []))).toEqual({
    'aws_sqs_queue.jobs': 'unchanged',
    'module.web.aws_sqs_queue.mail': 'unchanged',
  });
  expect(changes(planned(MODULE, blue, ['/w/queue.tf']))).toMatchObject({ 'aws_sqs_queue.jobs': 'add' });
});
