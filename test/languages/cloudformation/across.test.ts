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

/** A `samconfig.toml` beside the template it is for. */
function configured(text: string) {
  const reading = cloudformation.read({ path: 'samconfig.toml', text, kind: 'samconfig' }, data);
  const template = cloudformation.read({ path: 'template.yaml', text: CHILD }, data);
  const project = {
    reading: (path: string) => (path === 'template.yaml' ? template : reading),
    paths: () => ['samconfig.toml', 'template.yaml'],
    text: () => text,
    missing: () => false,
  };
  return { reading, around: { data, project } };
}

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

describe('samconfig.toml', () => {
  const config = (line: string, more = '') =>
    `version = 0.1\n\n[default.build.parameters]\ncached = true\n${more}\n[default.deploy.parameters]\nstack_name = "shop"\n${line}\n`;
  const over = (line: string, more = '', template = 'template.yaml') =>
    said({ 'shop/samconfig.toml': config(line, more), [`shop/${template}`]: CHILD });

  test.each([
    ['parameter_overrides = "Size=s Name=shop"', []],
    ['parameter_overrides = "Siz=s Name=shop"', ['error parameter-file: Siz']],
    ['parameter_overrides = "Size=xl"', ['error parameter-file: xl']],
    // A value in quotes is left to the shell; its name is not.
    ['parameter_overrides = "Size=\\"xl\\" Nam=\\"a b\\""', ['error parameter-file: Nam']],
    ["parameter_overrides = ['Size=s', 'Nam=a b']", ['error parameter-file: Nam']],
    ['parameter_overrides = [\n  "Size=s",\n  "Nam=x",\n]', ['error parameter-file: Nam']],
    ['parameter_overrides = """\nSize=s\nNam=x\n"""', ['error parameter-file: Nam']],
    [
      'parameter_overrides = "ParameterKey=Siz,ParameterValue=s ParameterKey=Name,ParameterValue=x"',
      ['error parameter-file: Siz'],
    ],
    ['parameter_overrides = "file://values.yaml"', []],
    ['# parameter_overrides = "Siz=s"', []],
    ['parameter_overrides = "Siz=s', []],
  ])('%s', (line, expected) => {
    expect(over(line)).toEqual(expected);
  });

  test('the template it names, wherever it names it; silent where there are several', () => {
    const named = 'template_file = "infra/app.yaml"';
    const line = 'parameter_overrides = "Siz=s"';
    expect(over(line, named, 'infra/app.yaml')).toEqual(['error parameter-file: Siz']);
    expect(over(line, named)).toEqual([]);
    expect(over(`${line}\ntemplate_file = ".aws-sam/build/template.yaml"`)).toEqual(['error parameter-file: Siz']);
    expect(over(`${line}\ntemplate_file = "other.yaml"`, named)).toEqual([]);
  });

  test('a misspelt name has its fix; no service stumbles over the rest', () => {
    const text = config('parameter_overrides = "Siz=s"');
    const { reading, around } = configured(text);
    const [found] = cloudformation.check(reading, around);
    expect(found?.fixes?.[0]?.edits.map((edit) => edit.text)).toEqual(['Size']);
    for (let offset = 0; offset <= text.length; offset++) {
      const inside = text.slice(0, offset).includes('overrides = "') && offset <= text.lastIndexOf('"');
      if (!inside) expect(cloudformation.complete?.(reading, offset, around)).toEqual([]);
      expect(cloudformation.hover?.(reading, offset, around)).toBeUndefined();
      expect(cloudformation.definition?.(reading, offset, around)).toEqual([]);
    }
    expect(cloudformation.facts(reading, around)).toEqual([]);
  });
});

describe('completion in samconfig.toml', () => {
  const items = (marked: string) => {
    const offset = marked.indexOf('|');
    const text = marked.replace('|', '');
    const { reading, around } = configured(text);
    const found = cloudformation.complete?.(reading, offset, around) ?? [];
    return found.map(({ edit }) => text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end));
  };

  test('names that are not given yet, and what each may be', () => {
    expect(items('parameter_overrides = "Size=s N|"')).toEqual(['parameter_overrides = "Size=s Name="']);
    expect(items('parameter_overrides = ["Name=x", "|"]')).toEqual(['parameter_overrides = ["Name=x", "Size="]']);
    expect(items('parameter_overrides = """\nName=x\nSize=|\n"""')).toEqual([
      'parameter_overrides = """\nName=x\nSize=s\n"""',
      'parameter_overrides = """\nName=x\nSize=m\n"""',
    ]);
    expect(items('parameter_overrides = "|')).toHaveLength(2);
  });

  test('and nothing elsewhere', () => {
    for (const text of [
      'x = "|"',
      'parameter_overrides = "Size=s" |',
      'parameter_overrides = ["Size=s"]\ny = "|"',
      '|',
      '# parameter|',
    ])
      expect(items(text), text).toEqual([]);
  });
});

describe('completion in a file of values', () => {
  const labels = (marked: string, path: string) => {
    const offset = marked.indexOf('|');
    const text = marked.replace('|', '');
    const reading = cloudformation.read({ path, text, kind: 'parameters' }, data);
    const template = cloudformation.read({ path: 'shop.yaml', text: CHILD }, data);
    const project = {
      reading: (at: string) => (at === 'shop.yaml' ? template : reading),
      paths: () => [path, 'shop.yaml'],
      text: () => text,
      missing: () => false,
    };
    return (cloudformation.complete?.(reading, offset, { data, project }) ?? []).map(({ label }) => label);
  };

  test.each([
    ['[{ "ParameterKey": "|" }]', 'shop-parameters.json', ['Size', 'Name']],
    ['[{ "ParameterKey": "Name", "ParameterValue": "x" }, { "ParameterKey": "|" }]', 'shop-parameters.json', ['Size']],
    ['[{ "ParameterKey": "Size", "ParameterValue": "|" }]', 'shop-parameters.json', ['s', 'm']],
    ['{ "Parameters": { "|" } }', 'shop.json', ['Size', 'Name']],
    ['{ "Parameters": { "Size": "|" } }', 'shop.json', ['s', 'm']],
    ['template-file-path: shop.yaml\nparameters:\n  Name: x\n  |\n', 'deployment.yaml', ['Size']],
    ['template-file-path: shop.yaml\nparameters:\n  Size: |\n', 'deployment.yaml', ['s', 'm']],
    ['template-file-path: shop.yaml\n|\n', 'deployment.yaml', []],
    ['[{ "ParameterKey": "|" }]', 'other-parameters.json', []],
  ])('%s in %s', (text, path, expected) => {
    expect(labels(text, path)).toEqual(expected);
  });
});
