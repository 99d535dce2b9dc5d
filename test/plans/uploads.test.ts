import { expect, test } from 'vitest';
import { lines, planned, type Texts } from './fixed.ts';

const changed = (green: Texts, blue: Texts) =>
  planned(green, blue).plan.nodes.flatMap(({ label, changedPaths = [] }) =>
    changedPaths.map(({ path, via }) => [label, path, via]),
  );

const api = (paths: string): Texts => ({
  '/w/template.yaml': lines(
    'Transform: AWS::Serverless-2016-10-31',
    'Resources:',
    '  Api:',
    '    Type: AWS::Serverless::Api',
    '    Properties:',
    '      StageName: prod',
    '      DefinitionBody:',
    '        Fn::Transform:',
    '          Name: AWS::Include',
    '          Parameters: { Location: resources/openapi.yaml }',
    '  Flow:',
    '    Type: AWS::Serverless::StateMachine',
    '    Properties: { DefinitionUri: ./flow.asl.json }',
  ),
  '/w/resources/openapi.yaml': `paths: { ${paths}: {} }\n`,
  '/w/flow.asl.json': '{ "StartAt": "A" }\n',
});

test('what is included, or uploaded with the template, changes what names it', () => {
  expect(changed(api('/b'), api('/a'))).toEqual([['Api', 'DefinitionBody', 'its text is another']]);
  expect(changed(api('/a'), api('/a'))).toEqual([]);
  const flow = { ...api('/a'), '/w/flow.asl.json': '{ "StartAt": "B" }\n' };
  expect(changed(flow, api('/a'))).toEqual([['Flow', 'DefinitionUri', 'its text is another']]);
});

test('a file that neither side has says nothing', () => {
  const { '/w/template.yaml': text = '' } = api('/a');
  expect(changed({ '/w/template.yaml': text }, { '/w/template.yaml': text })).toEqual([]);
});

test('the same in the template of a nested stack, seen from there', () => {
  const of = (start: string): Texts => ({
    '/w/root.yaml': lines(
      'Resources:',
      '  Flows:',
      '    Type: AWS::CloudFormation::Stack',
      '    Properties: { TemplateURL: flows/flows.yaml }',
    ),
    '/w/flows/flows.yaml': lines(
      'Resources:',
      '  Flow:',
      '    Type: AWS::StepFunctions::StateMachine',
      '    Properties: { DefinitionS3Location: flow.json, RoleArn: arn }',
    ),
    '/w/flows/flow.json': `{ "StartAt": "${start}" }\n`,
  });
  expect(changed(of('B'), of('A'))).toEqual([['Flows.Flow', 'DefinitionS3Location', 'its text is another']]);
});

const site = (inner: string): Texts => ({
  '/w/site.yml': lines('- hosts: web', '  roles: [nginx]'),
  '/w/roles/nginx/tasks/main.yml': lines(
    '- ansible.builtin.template:',
    '    src: sites/shop.conf.j2',
    '    dest: /etc/shop',
  ),
  '/w/roles/nginx/templates/sites/shop.conf.j2': '{% include \'parts/tls.j2\' %}\n{% extends "base.j2" %}\n',
  '/w/roles/nginx/templates/parts/tls.j2':
    "{%- import 'sites/shop.conf.j2' as again %}{% from './macros.j2' import x %}\n",
  '/w/roles/nginx/templates/parts/macros.j2': `${inner}\n`,
  '/w/roles/nginx/templates/sites/base.j2': 'server {}\n',
});

test('a template that a template takes in belongs to what is put on the hosts, however deep', () => {
  const paths = changed(site('b'), site('a')).map(([, path]) => path);
  expect(paths).toEqual(['roles/nginx/templates/parts/macros.j2']);
  expect(changed(site('a'), site('a'))).toEqual([]);
});
