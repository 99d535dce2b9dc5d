/** The kinds of files that are measured. A new language adds its kind here. */
import type { FileKind } from './files.ts';

const macfile: FileKind = {
  kind: 'Macfile',
  name: 'bench.macfile',
  languageId: 'macfile',
  head: `mac: 1.0.0
description: Measured
name: bench
version: '1'
roles:
  server:
    instance create:
      bootstrap bash: apt-get install -y nginx=1.22.1-9
resources:
  security group:
    create bash: mkdir -p group && echo ready
infrastructures:
`,
  unit: (number, word) => `  ${word()} group ${number}:
    resource: security group
    params:
      PORT: '${8000 + (number % 1000)}'
      SIZE: ${word()}-${word()}
  ${word()} server ${number}:
    role: server
    name: ${word()}
    location: eu-west-1
    provider: amazon
    hardware: t2.micro
    amount: ${1 + (number % 4)}
    environment:
      - APP_NAME: ${word()}
      - APP_PEER: ${word()}
`,
  tail: `  last server:
    role: server
    name: last
    location: eu-west-1
    provider: amazon
    hardware: last`,
  completeBehind: '    provider: ',
  hoverIn: 'location: eu',
};

const cloudformation: FileKind = {
  kind: 'CloudFormation',
  name: 'bench.template.yaml',
  languageId: 'yaml',
  head: `AWSTemplateFormatVersion: '2010-09-09'
Description: Measured
Parameters:
  Image:
    Type: AWS::EC2::Image::Id
Resources:
`,
  unit: (number, word) => `  Queue${number}:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: ${word()}-${word()}
      VisibilityTimeout: ${30 + (number % 100)}
      Tags:
        - Key: service
          Value: ${word()}
  Instance${number}:
    Type: AWS::EC2::Instance
    DependsOn: Queue${number}
    Properties:
      ImageId: !Ref Image
      InstanceType: t3.small
      Tags:
        - Key: service
          Value: !Sub '\${AWS::StackName}-${word()}'
`,
  tail: `  LastQueue:
    Type: AWS::SQS::Queue
    Properties:
      KmsMasterKeyId: alias/last
      QueueName: last`,
  completeBehind: '    Type: ',
  hoverIn: 'KmsMasterKeyId',
};

/** YAML that belongs to nobody: our server must say nothing, and cost nothing. */
const plain: FileKind = {
  kind: 'plain YAML',
  name: 'bench.yaml',
  languageId: 'yaml',
  head: 'title: Measured\nentries:\n',
  unit: (number, word) => `  - id: ${number}
    name: ${word()} ${word()}
    tags: [${word()}, ${word()}]
    text: |
      ${word()} ${word()} ${word()}
      ${word()} ${word()}
    limits:
      low: ${number % 7}
      high: ${number % 100}
`,
  tail: '  - id: 0\n    name: last',
  completeBehind: '  - id: ',
  hoverIn: 'id: 0',
};

export const kinds: readonly FileKind[] = [macfile, cloudformation, plain];
