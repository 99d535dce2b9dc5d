import { describe, expect, test } from 'vitest';
import { cloudformation } from '../../../server/core/languages/cloudformation/index.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { open, template } from './template.ts';

/** The bar is the cursor. */
function at(marked: string) {
  const offset = marked.indexOf('|');
  return { offset, ...open(marked.replace('|', '')) };
}

function labels(marked: string): string[] {
  const { reading, offset, around } = at(marked);
  return (cloudformation.complete?.(reading, offset, around) ?? []).map(({ label }) => label);
}

const TOPIC = 'News:\n  Type: AWS::SNS::Topic\n';

describe('completion', () => {
  test('sections, resource attributes, properties', () => {
    expect(labels('|')).toContain('Resources');
    expect(labels('Resources:\n  A:\n    |')).toContain('Type');
    expect(labels(template('A:\n  Type: AWS::Lambda::Function\n  Properties:\n    |'))).toEqual(
      expect.arrayContaining(['Code', 'Role', 'Handler']),
    );
    expect(labels(template('A:\n  Type: AWS::Lambda::Function\n  Properties:\n    |')).slice(0, 2)).toEqual([
      'Code',
      'Role',
    ]);
    expect(labels(template('A:\n  Type: AWS::Lambda::Function\n  Properties:\n    TracingConfig:\n      |'))).toContain(
      'Mode',
    );
    expect(labels(template('A:\n  Type: AWS::S3::Bucket\n  Properties:\n    Tags:\n      - |'))).toEqual(
      expect.arrayContaining(['Key', 'Value']),
    );
  });

  test('types by any part of their name, never more than 200', () => {
    expect(labels('Resources:\n  A:\n    Type: lambdaf|')[0]).toBe('AWS::Lambda::Function');
    expect(labels('Resources:\n  A:\n    Type: |').length).toBe(200);
  });

  test('values and references', () => {
    expect(
      labels(template('A:\n  Type: AWS::Lambda::Function\n  Properties:\n    TracingConfig:\n      Mode: |')),
    ).toEqual(expect.arrayContaining(['Active', 'PassThrough']));
    expect(labels(template(`${TOPIC}P:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value: !Ref |`))).toEqual(
      expect.arrayContaining(['News', 'AWS::Region']),
    );
    expect(labels(template(`${TOPIC}P:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value: !GetAtt |`))).toContain(
      'News.TopicName',
    );
    expect(
      labels(template(`${TOPIC}P:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value: !Sub 'a \${|'`)),
    ).toEqual(expect.arrayContaining(['News', 'News.TopicName']));
    expect(labels(template(`${TOPIC}P:\n  Type: AWS::SSM::Parameter\n  DependsOn: |`))).toEqual(['News']);
  });
});

describe('hover', () => {
  test('a property says what a change does', () => {
    const { reading, offset, around } = at(template('A:\n  Type: AWS::SNS::Topic\n  Properties:\n    Topic|Name: x'));
    expect(cloudformation.hover?.(reading, offset, around)?.markdown).toContain('REPLACES');
  });

  test('text of the template cannot become a link', () => {
    const { reading, offset, around } = at(
      template(
        'A:\n  Type: AWS::SNS::Topic\n  Properties:\n    TopicName: !Ref N|ame',
        'Parameters:\n  Name: {Type: String, Description: "[x](command:evil)"}\n',
      ),
    );
    expect(cloudformation.hover?.(reading, offset, around)?.markdown).not.toContain('](command:');
  });
});

describe('rename', () => {
  test('covers Ref, GetAtt, Sub, DependsOn and the declaration', () => {
    const text = template(
      `${TOPIC}P:\n  Type: AWS::SSM::Parameter\n  DependsOn: [News]\n  Properties:\n    Type: String\n    Value: !Sub '\${News} \${News.TopicName} \${!News} News'\n    Description: !GetAtt 'Ne|ws.TopicName'`,
    );
    const { reading, offset, around } = at(text);
    const result = cloudformation.rename?.(reading, offset, 'Updates', around);
    if (result === undefined || 'refused' in result) throw new Error('refused');
    const renamed = applyEdits(reading.source.text, result.edits[0]?.edits ?? []);
    expect(renamed).toBe(
      text
        .replace('|', '')
        .replace('  News:\n', '  Updates:\n')
        .replace('[News]', '[Updates]')
        .replace(`\${News}`, `\${Updates}`)
        .replace(`\${News.`, `\${Updates.`)
        .replace("'News.Topic", "'Updates.Topic"),
    );
  });

  test('refuses a name that is taken or not alphanumeric', () => {
    const { reading, offset, around } = at(
      template(`Ne|ws:\n  Type: AWS::SNS::Topic\nOther:\n  Type: AWS::SNS::Topic`),
    );
    expect(cloudformation.rename?.(reading, offset, 'Other', around)).toHaveProperty('refused');
    expect(cloudformation.rename?.(reading, offset, 'my-news', around)).toHaveProperty('refused');
  });
});

describe('more services', () => {
  test('tokens stand in order and do not overlap', () => {
    const { reading } = open(
      template(`${TOPIC}P:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value: !Sub '\${News} \${News.TopicName}'`),
    );
    const tokens = cloudformation.tokens?.(reading) ?? [];
    expect(tokens.map(({ span }) => reading.source.text.slice(span.start, span.end))).toEqual([
      'News',
      'AWS::SNS::Topic',
      'P',
      'AWS::SSM::Parameter',
      '!Sub',
      'News',
      'News',
      'TopicName',
    ]);
  });

  test('the dependency graph, out and in', () => {
    const { reading, around, offset } = at(
      template(`News:\n  Type: AWS::SNS::Topic\nP|:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value: !Ref News`),
    );
    const project = { ...around, project: { ...around.project, reading: () => reading } };
    const item = cloudformation.callItem?.(reading, offset, project);
    expect(item && cloudformation.calls?.(item, 'out', project).map((call) => call.item.name)).toEqual(['News']);
    const topic = cloudformation.callItem?.(reading, reading.source.text.indexOf('News'), project);
    expect(topic && cloudformation.calls?.(topic, 'in', project).map((call) => call.item.name)).toEqual(['P']);
  });

  test('a literal becomes a parameter with itself as default', () => {
    const { reading, around, offset } = at(
      template('A:\n  Type: AWS::Lambda::Function\n  Properties:\n    MemorySize: 5|12'),
    );
    const found = cloudformation.refactorings?.(reading, { start: offset, end: offset }, around) ?? [];
    const extract = found.find(({ title }) => title.startsWith('Extract'));
    const text = applyEdits(reading.source.text, extract?.edits[0]?.edits ?? []);
    expect(text).toContain('MemorySize: !Ref AMemorySize');
    expect(text).toMatch(/Parameters:\n {2}AMemorySize:\n {4}Type: Number\n {4}Default: ["']?512/);
  });

  test('required properties are added where there are none', () => {
    const { reading, around, offset } = at(template('A|:\n  Type: AWS::Lambda::Function'));
    const found = cloudformation.refactorings?.(reading, { start: offset, end: offset }, around) ?? [];
    const text = applyEdits(reading.source.text, found[0]?.edits[0]?.edits ?? []);
    expect(text).toMatch(/Properties:\n\s+Code: \{\}\n\s+Role: ''|Properties:\n\s+Code: \{\}\n\s+Role: ""/);
  });

  test('a default is shown behind its use, a secret is not', () => {
    const { reading, around } = open(
      template(
        'A:\n  Type: AWS::SNS::Topic\n  Properties:\n    TopicName: !Ref Name\n    DisplayName: !Ref Word',
        'Parameters:\n  Name: {Type: String, Default: news}\n  Word: {Type: String, Default: x, NoEcho: true}\n',
      ),
    );
    expect(
      cloudformation.hints?.(reading, { start: 0, end: reading.source.text.length }, around).map(({ label }) => label),
    ).toEqual([' = news']);
  });
});
