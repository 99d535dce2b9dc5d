import type { Resource } from '../../model/fact.ts';
import { settingOf } from '../../model/setting.ts';
import { literalText } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-floating-base-image',
  group: 'snowflake',
  title: 'Base image is whatever is newest today',
  why: 'Two applies of the same commit can give different servers; the unplanned replacement comes at the worst time.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation'],
  principles: ['12F-2', '12F-1'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'A name that pins a version, or holds an input, passes.',
    'Image builds pass: they start from the newest on purpose.',
    'Images that EKS and ECS recommend are info.',
  ],
  looksAt: ['resource', 'parameter'],

  *check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'imageBuild', 'test')) return;
    const path = fact.fact === 'parameter' ? fact.default : settingOf(fact, 'ImageId', 'image_id');
    const text = literalText(path);
    const latest = /(?:^|resolve:ssm:)(\/aws\/service\/[^\s:}]*(?:latest|recommended)[^\s:}]*)/.exec(text ?? '')?.[1];
    if (path !== undefined && latest !== undefined) yield found(path.span, latest, /\/(?:eks|ecs)\//.test(latest));
    if (fact.fact === 'resource' && fact.type.value === 'mac instance create') yield* anyRelease(fact);
  },
});

function found(span: RuleFinding['span'], what: string, managed: boolean): RuleFinding {
  return {
    span,
    ...(managed ? { severity: 'info' } : {}),
    message: `The image is whatever \`${what}\` means at that moment, so servers of blue and green, and those a group adds later, start from different images. Take one tested image id from an input.`,
  };
}

function* anyRelease(server: Resource): Iterable<RuleFinding> {
  const release = settingOf(server, 'release');
  if (release !== undefined && literalText(release) === 'any') yield found(release.span, 'release: any', false);
}
