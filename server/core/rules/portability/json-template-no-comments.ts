import { defineRule } from '../define.ts';

export default defineRule({
  id: 'json-template-no-comments',
  group: 'portability',
  title: 'CloudFormation JSON cannot carry reasons',
  why: 'Hand-kept JSON has no comments; YAML documents every build decision.',
  severity: 'hint',
  confidence: 'high',
  profile: 'strict',
  languages: ['cloudformation'],
  principles: ['IAC-cfn', 'BG-adv'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Files that tools make (`cdk.out`, packaged templates, those with `aws:cdk:path`) pass.',
    'Short ones, up to `minLines`, pass; so do tests.',
    'Once per file.',
  ],
  options: {
    minLines: { default: 50, description: 'Templates with fewer lines pass.' },
  },
  looksAt: 'unit',

  *check(unit, facts, { minLines }) {
    const { written } = unit;
    if (written?.notation !== 'json' || written.generated || written.lines <= minLines || facts.inContext(unit, 'test'))
      return;
    yield {
      span: unit.span.end - unit.span.start > 1 ? { start: unit.span.start, end: unit.span.start + 1 } : unit.span,
      message: `A template of ${written.lines} lines in JSON, where no comment can say why something is as it is. YAML says the same, and takes comments ("Convert to YAML" among the refactorings does it).`,
    };
  },
});
