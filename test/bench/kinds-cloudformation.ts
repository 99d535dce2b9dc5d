/** Templates, in both notations. */
import type { FileKind } from './files.ts';

/** The longest public template that we know has 2,430 lines. */
const lengths = [100, 1000, 2430, 10_000];

export const cloudformation: FileKind = {
  kind: 'CloudFormation',
  name: 'bench.template.yaml',
  languageId: 'yaml',
  lengths,
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

export const cloudformationJson: FileKind = {
  kind: 'CloudFormation JSON',
  name: 'bench.template.json',
  languageId: 'json',
  lengths: [1000, 2430],
  head: `{
  "AWSTemplateFormatVersion": "2010-09-09",
  "Description": "Measured",
  "Parameters": {
    "Image": { "Type": "AWS::EC2::Image::Id" }
  },
  "Resources": {
`,
  unit: (number, word) => `    "Queue${number}": {
      "Type": "AWS::SQS::Queue",
      "Properties": {
        "QueueName": "${word()}-${word()}",
        "VisibilityTimeout": ${30 + (number % 100)},
        "Tags": [{ "Key": "service", "Value": "${word()}" }]
      }
    },
    "Instance${number}": {
      "Type": "AWS::EC2::Instance",
      "DependsOn": "Queue${number}",
      "Properties": {
        "ImageId": { "Ref": "Image" },
        "InstanceType": "t3.small",
        "Tags": [{ "Key": "service", "Value": { "Fn::Sub": "\${AWS::StackName}-${word()}" } }]
      }
    },
`,
  tail: `    "LastQueue": {
      "Type": "AWS::SQS::Queue",
      "Properties": { "KmsMasterKeyId": "alias/last", "QueueName":"last"}}}} `,
  completeBehind: '"Type": "AWS::S',
  hoverIn: 'KmsMasterKeyId',
};
