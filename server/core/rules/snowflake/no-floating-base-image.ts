import type { Parameter, Resource } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { settingOf } from '../../model/setting.ts';
import { literalBoolean, literalText, referencesIn, type Value, valueAt } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-floating-base-image',
  group: 'snowflake',
  title: 'Base image is whatever is newest today',
  why: 'Two applies of the same commit can give different servers; the unplanned replacement comes at the worst time.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-2', '12F-1'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'A name that pins a version, or holds an input, passes.',
    'Image builds pass: they start from the newest on purpose.',
    'Images that EKS and ECS recommend are info.',
  ],
  looksAt: ['resource', 'parameter'],

  check(fact, facts) {
    const image = fact.fact === 'parameter' ? fact.default : settingOf(fact, 'ImageId', 'image_id', 'ami');
    if (image === undefined && !isOfMacfile(fact)) return [];
    return facts.inContext(fact, 'imageBuild', 'test') ? [] : floating(fact, image, facts);
  },
});

function isOfMacfile(fact: Resource | Parameter): fact is Resource {
  return fact.fact === 'resource' && fact.type.value === 'mac instance create';
}

function* floating(fact: Resource | Parameter, path: Value | undefined, facts: FactIndex): Iterable<RuleFinding> {
  if (fact.fact === 'resource') yield* newest(path, facts);
  const text = literalText(path);
  const latest = /(?:^|resolve:ssm:)(\/aws\/service\/[^\s:}]*(?:latest|recommended)[^\s:}]*)/.exec(text ?? '')?.[1];
  if (path !== undefined && latest !== undefined) yield found(path.span, latest, /\/(?:eks|ecs)\//.test(latest));
  if (isOfMacfile(fact)) yield* anyRelease(fact);
}

/** An image that is looked up and the newest taken. */
function* newest(image: Value | undefined, facts: FactIndex): Iterable<RuleFinding> {
  const text = image?.kind === 'unknown' ? (image.written ?? '') : '';
  const picked = /\|\s*(?:last|first|max|min)\b|\[-1\]/.exec(text) !== null && /ami|image/i.test(text);
  if (image !== undefined && picked) yield found(image.span, text.trim(), false);
  const target = image?.kind === 'reference' ? facts.at(image.target, 'resource')[0] : undefined;
  if (image === undefined || target?.type.value !== 'aws_ami' || target.readOnly !== true) return;
  const recent = valueAt(target.settings, 'most_recent');
  if (literalBoolean(recent) !== true || !namesOf(target).some((name) => /\*$/.test(name))) return;
  const pinned = referencesIn(target.settings)[Symbol.iterator]().next().done !== true;
  if (!pinned) yield found(image.span, `the newest ${namesOf(target)[0] ?? 'image'}`, false);
}

/** Literal names that the filter of a lookup takes. */
function namesOf({ settings }: Resource): readonly string[] {
  const filters = valueAt(settings, 'filter');
  return (filters?.kind === 'list' ? filters.items : [filters])
    .filter((filter) => literalText(valueAt(filter, 'name')) === 'name')
    .flatMap((filter) => {
      const values = valueAt(filter, 'values');
      return (values?.kind === 'list' ? values.items : []).flatMap((value) => literalText(value) ?? []);
    });
}

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
