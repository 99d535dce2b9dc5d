import { anyOf } from '../../model/pattern.ts';
import { settingIntent, settingOf } from '../../model/setting.ts';
import { knownText, literalText } from '../../model/value.ts';
import { defineRule } from '../define.ts';

const SETTINGS: readonly (readonly [RegExp, string, string])[] = [
  [/^AWS::ECR::Repository$/, 'ImageTagMutability', 'IMMUTABLE'],
  [/^aws_ecr_repository$/, 'image_tag_mutability', 'IMMUTABLE'],
  [/(?:^|\.)ecs_ecr$/, 'image_tag_mutability', 'immutable'],
];

export default defineRule({
  id: 'registry-tags-immutable',
  group: 'immutability',
  title: 'Registry lets a released tag be overwritten',
  why: 'If a tag can move, roll back to it does not bring back the same bits.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['cloudformation', 'ansible', 'terraform'],
  principles: ['12F-1', '12F-2'],
  since: '0.1.0',
  fix: 'confirm',
  guards: ['Repositories that are caches, by name, pass.', 'A value that is only known at run time passes.'],
  peers: { kics: ['d1846b12', '33f41d31', '60bfbb8a'], trivy: ['AWS-0031'] },
  looksAt: 'resource',
  types: anyOf(...SETTINGS.map(([types]) => types)),

  *check(repository) {
    const setting = SETTINGS.find(([types]) => types.test(repository.type.value));
    if (
      setting === undefined ||
      /cache/i.test(`${repository.name.value} ${knownText(settingOf(repository, 'RepositoryName', 'name')) ?? ''}`)
    )
      return;
    const [, name, immutable] = setting;
    const value = settingOf(repository, name);
    const text = literalText(value);
    if (value !== undefined && (text === undefined || !/^mutable$/i.test(text))) return;
    const intent = settingIntent(repository, name, immutable);
    yield {
      span: value?.span ?? repository.header,
      message: `Tags of \`${repository.name.value}\` can be moved: the version that was tested can be another image tomorrow, so blue and green differ under one name. Make tags immutable.`,
      ...(intent === undefined
        ? {}
        : { fixes: [{ title: 'Make tags immutable', safety: 'confirm' as const, intents: [intent] }] }),
    };
  },
});
