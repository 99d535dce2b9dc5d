import { expect, test } from 'vitest';
import type { LanguageId } from '../../server/core/model/fact.ts';
import type { PlanNode } from '../../server/core/model/plan.ts';
import { plan } from '../../server/core/planner/index.ts';
import { inputOf } from './real.ts';

/** A class is the table's, refined by what a resource says and by what uses it (bluegreen, classification). */
function nodeOf(language: LanguageId, text: string, label: string): PlanNode['lifecycle'] {
  const found = plan(inputOf(language, text)).nodes.find((node) => node.label === label || node.id.endsWith(label));
  if (found === undefined) throw new Error(`no node ${label}`);
  return found.lifecycle;
}

const template = (resources: string): string => `Resources:\n${resources.replace(/^/gm, '  ')}`;
const said = (lifecycle: PlanNode['lifecycle']): string => lifecycle.reasons.join(' | ');

test('an instance with an address of its own is closer to a store, and still a machine', () => {
  const text = `Web:
  Type: AWS::EC2::Instance
  Properties: { ImageId: ami-1 }
Ip:
  Type: AWS::EC2::EIP
  Properties: { InstanceId: !Ref Web }
Free:
  Type: AWS::EC2::Instance
  Properties: { ImageId: ami-1 }`;
  const web = nodeOf('cloudformation', template(text), 'Web');
  expect(web).toMatchObject({ class: 'stateless', confidence: 0.6 });
  expect(said(web)).toContain('a public address of its own');
  expect(nodeOf('cloudformation', template(text), 'Free').confidence).toBeGreaterThan(0.6);
});

test('the same in Terraform, by the association', () => {
  const text = `
resource "aws_instance" "web" {
  ami = "ami-1"
}
resource "aws_eip" "web" {}
resource "aws_eip_association" "web" {
  instance_id   = aws_instance.web.id
  allocation_id = aws_eip.web.id
}`;
  expect(nodeOf('terraform', text, 'aws_instance.web')).toMatchObject({ class: 'stateless', confidence: 0.6 });
});

test.each([
  ['Host: { SourcePath: /srv/uploads }', 'persistent', 'it keeps files in /srv/uploads of its host'],
  ['Host: { SourcePath: /var/run/docker.sock }', 'stateless', ''],
  ['EFSVolumeConfiguration: { FilesystemId: fs-1 }', 'stateless', 'both colours mount the same file system'],
])('a task with the volume %s is %s', (volume, state, reason) => {
  const text = `Task:
  Type: AWS::ECS::TaskDefinition
  Properties:
    ContainerDefinitions: [{ Name: web, Image: web:1 }]
    Volumes:
      - Name: data
        ${volume}`;
  const lifecycle = nodeOf('cloudformation', template(text), 'Task');
  expect(lifecycle.class).toBe(state);
  expect(said(lifecycle)).toContain(reason);
  expect(lifecycle.confidence < 0.7).toBe(reason !== '');
});

const workload = (type: string, inside: string): string => `
resource "${type}" "app" {
  metadata {
    name = "app"
  }
  spec {
    replicas = 2
    template {
      spec {
        container {
          name  = "app"
          image = "app:1"
        }
        ${inside}
      }
    }
  }
}`;
const volume = (source: string): string => `volume {
          name = "data"
          ${source}
        }`;

test.each([
  ['kubernetes_deployment', volume('persistent_volume_claim {\n claim_name = "data"\n }'), 'stateless', 'same claim'],
  ['kubernetes_deployment', volume('host_path {\n path = "/srv/data"\n }'), 'persistent', '/srv/data of its host'],
  ['kubernetes_daemonset', volume('host_path {\n path = "/srv/data"\n }'), 'stateless', ''],
  ['kubernetes_deployment', volume('empty_dir {}'), 'stateless', ''],
])('%s with %s is %s', (type, inside, state, reason) => {
  const lifecycle = nodeOf('terraform', workload(type, inside), `${type}.app`);
  expect(lifecycle.class).toBe(state);
  expect(said(lifecycle)).toContain(reason);
});

test('a stateful set with claim templates is a store', () => {
  const text = workload('kubernetes_stateful_set', '').replace(
    'template {',
    'volume_claim_template {}\n    template {',
  );
  expect(nodeOf('terraform', text, 'kubernetes_stateful_set.app').class).toBe('persistent');
});

test.each([
  ['AWS::RDS::DBInstance', 'SourceDBInstanceIdentifier: main', 'persistent', 'a read replica'],
  ['AWS::SQS::Queue', 'FifoQueue: true', 'volatile', 'ordered (FIFO)'],
  ['AWS::S3::Bucket', 'WebsiteConfiguration: { IndexDocument: index.html }', 'persistent', 'serves a website'],
  ['AWS::ElastiCache::ReplicationGroup', 'SnapshotRetentionLimit: 7', 'cache', 'it keeps snapshots'],
  ['AWS::ECS::Service', 'DesiredCount: 0', 'stateless', 'none of it runs (0 wanted)'],
  ['AWS::Serverless::Function', 'Events: { Jobs: { Type: SQS } }', 'stateless', 'it consumes SQS'],
])('%s with %s is %s and says so', (type, property, state, reason) => {
  const properties = (text: string) => template(`Thing:\n  Type: ${type}\n  Properties:\n    Tags: []\n    ${text}`);
  const lifecycle = nodeOf('cloudformation', properties(property), 'Thing');
  expect(lifecycle.class).toBe(state);
  expect(said(lifecycle)).toContain(reason);
  expect(said(nodeOf('cloudformation', properties(''), 'Thing'))).not.toContain(reason);
});

test('a cache that is called after sessions or a queue offers an override, one without does not', () => {
  const cache = (name: string) => template(`${name}:\n  Type: AWS::ElastiCache::ReplicationGroup`);
  expect(said(nodeOf('cloudformation', cache('SessionStore'), 'SessionStore'))).toContain('an override may say so');
  expect(said(nodeOf('cloudformation', cache('PageCache'), 'PageCache'))).not.toContain('override');
});

test('a warm pool of a group', () => {
  const text = `
resource "aws_autoscaling_group" "web" {
  max_size = 4
  min_size = 2
  warm_pool {
    min_size = 1
  }
}`;
  expect(said(nodeOf('terraform', text, 'aws_autoscaling_group.web'))).toContain('a warm pool');
  expect(said(nodeOf('terraform', text.replace(/warm_pool[^}]*\}/, ''), 'aws_autoscaling_group.web'))).not.toContain(
    'warm pool',
  );
});

test('a bucket is what uses it: builds, a website, or something else besides', () => {
  const build = `Out:
  Type: AWS::S3::Bucket
Pipe:
  Type: AWS::CodePipeline::Pipeline
  Properties:
    ArtifactStore: { Type: S3, Location: !Ref Out }
Policy:
  Type: AWS::S3::BucketPolicy
  Properties: { Bucket: !Ref Out, PolicyDocument: {} }`;
  const other = `${build}
Uploads:
  Type: AWS::Lambda::Function
  Properties:
    Environment: { Variables: { BUCKET: !Ref Out } }`;
  expect(said(nodeOf('cloudformation', template(build), 'Out'))).toContain('only builds fill it');
  expect(said(nodeOf('cloudformation', template(other), 'Out'))).not.toContain('only builds');
  expect(nodeOf('cloudformation', template(build), 'Out').class).toBe('persistent');
  const site = `
resource "aws_s3_bucket" "site" {}
resource "aws_s3_bucket_website_configuration" "site" {
  bucket = aws_s3_bucket.site.id
}`;
  expect(said(nodeOf('terraform', site, 'aws_s3_bucket.site'))).toContain('serves a website');
});

test('what reads a queue or stream is a consumer, on in one colour at a time', () => {
  const text = 'Map:\n  Type: AWS::Lambda::EventSourceMapping\n  Properties: { FunctionName: f, EventSourceArn: a }';
  expect(nodeOf('cloudformation', template(text), 'Map')).toMatchObject({
    class: 'router',
    traits: { consumer: true },
  });
});
