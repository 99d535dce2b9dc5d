import { describe, expect, test } from 'vitest';
import { cloudformation } from '../../../server/core/languages/cloudformation/index.ts';
import { languageOf } from '../../../server/core/languages/detect.ts';
import type { Reading } from '../../../server/core/languages/language.ts';
import { readJson } from '../../../server/core/syntax/json.ts';
import { readYaml } from '../../../server/core/syntax/yaml.ts';
import { schemaData } from '../../plans/data.ts';

const data = schemaData();

/** Findings of the first file but hints, with all of them in the project, as `severity code: text`. */
function said(files: Readonly<Record<string, string>>): string[] {
  const readings = new Map<string, Reading>();
  for (const [path, text] of Object.entries(files)) {
    const tree = () => (path.endsWith('.json') ? readJson(text) : readYaml(text));
    const { kind } = languageOf({ path, text, tree, exists: () => false, knowsModule: () => false });
    readings.set(path, cloudformation.read({ path, text, kind }, data));
  }
  const [path = '', text = ''] = Object.entries(files)[0] ?? [];
  const project = {
    reading: (at: string) => readings.get(at),
    paths: () => [...readings.keys()].sort(),
    text: (at: string) => files[at],
    missing: () => false,
  };
  const reading = readings.get(path);
  if (reading === undefined) return [];
  return cloudformation
    .check(reading as ReturnType<typeof cloudformation.read>, { data, project })
    .filter(({ severity }) => severity !== 'hint')
    .toSorted((a, b) => a.span.start - b.span.start)
    .map(({ severity, code, span }) => `${severity} ${code.split('/')[1]}: ${text.slice(span.start, span.end)}`);
}

const TOPIC = 'Resources:\n  T: {Type: AWS::SNS::Topic}\n';
const CHILD = `Parameters:\n  Size: {Type: String, AllowedValues: [s, m]}\n  Name: {Type: String, Default: x}\nResources:\n  T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub '\${Size}\${Name}'}}\n`;

describe('nested templates', () => {
  const parent = (parameters: string, type = 'AWS::CloudFormation::Stack', key = 'TemplateURL') =>
    `Conditions:\n  C: !Equals [!Ref AWS::Region, eu-west-1]\nResources:\n  N:\n    Type: ${type}\n    Properties:\n      ${key}: child.yaml\n      Parameters: ${parameters}\n`;
  test.each([
    [parent('{Size: s}'), []],
    [parent('{Size: xl}'), ['error nested-parameter: xl']],
    [parent('!If [C, {Size: s}, {Nme: x}]'), ['error nested-parameter: N', 'error nested-parameter: Nme']],
    [parent('!Ref AWS::NoValue'), ['error nested-parameter: N']],
  ])('%#', (text, expected) => {
    expect(said({ 'infra/main.yaml': text, 'infra/child.yaml': CHILD })).toEqual(expected);
  });

  test('an application of the serverless transform', () => {
    const text = `Transform: AWS::Serverless-2016-10-31\n${parent('{Siz: s}', 'AWS::Serverless::Application', 'Location')}`;
    expect(said({ 'infra/main.yaml': text, 'infra/child.yaml': CHILD })).toEqual([
      'error nested-parameter: N',
      'error nested-parameter: Siz',
    ]);
  });
});

describe('exports and imports', () => {
  const base = `${TOPIC}Outputs:\n  A: {Value: !Ref T, Export: {Name: shop-topic}}\n`;
  const user = (name: string) =>
    `Resources:\n  P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !ImportValue ${name}}}\n`;
  test.each([
    [user('shop-topic'), []],
    [user('shop-topik'), ['info unmatched-import: shop-topik']],
    [user('other-team-vpc'), []],
    [user("{'Fn::Sub': '${AWS::StackName}-topic'}"), []],
    [`${base}  B: {Value: !Ref T, Export: {Name: shop-topic}}\n`, ['error duplicate-export: shop-topic']],
  ])('%#', (text, expected) => {
    expect(said({ 'b.yaml': text, 'a.yaml': base })).toEqual(expected);
  });
});

describe('parameter files', () => {
  const list = (...pairs: [string, string][]) =>
    JSON.stringify(pairs.map(([key, value]) => ({ ParameterKey: key, ParameterValue: value })));
  test.each([
    ['child-parameters.json', list(['Size', 's']), []],
    ['child-parameters.json', list(['Size', 'xl']), ['error parameter-file: "xl"']],
    ['child-parameters.json', list(['Sise', 's']), ['warning parameter-file: [', 'error parameter-file: "Sise"']],
    ['prod.json', list(['Sise', 's']), []],
    ['prod.json', list(['Size', 'xl'], ['Name', 'y']), ['error parameter-file: "xl"']],
    ['child.params.yaml', 'Parameters:\n  Size: xl\nTags: {a: b}\n', ['error parameter-file: xl']],
    ['deploy/prod.yaml', 'template-file-path: child.yaml\nparameters:\n  Size: xl\n', ['error parameter-file: xl']],
    ['prod.json', '{"Parameters": {"Vnet": "x", "Other": "y"}}', []],
  ])('%s %#', (path, text, expected) => {
    expect(said({ [path]: text, 'child.yaml': CHILD, 'other.yaml': TOPIC })).toEqual(expected);
  });

  test('states nothing for rules and plan', () => {
    const reading = cloudformation.read({ path: 'a.json', text: list(['A', 'b']), kind: 'parameters' }, data);
    const project = { reading: () => undefined, paths: () => [], text: () => undefined, missing: () => false };
    expect(cloudformation.facts(reading, { data, project })).toEqual([]);
  });
});
