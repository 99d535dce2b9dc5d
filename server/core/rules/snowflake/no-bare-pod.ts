import type { Resource } from '../../model/fact.ts';
import { literalText, type Value, valueAt } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-bare-pod',
  group: 'snowflake',
  title: 'Pod without a controller',
  why: 'Nothing recreates a bare Pod; it is a pet with a short name.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['ansible', 'terraform'],
  principles: ['12F-6', 'BG-imm'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'A Pod that runs once (`restartPolicy: Never`) passes.',
    'Files that are tests or examples pass.',
    'A kind that is only known at run time passes.',
  ],
  looksAt: 'resource',
  types: /^kubernetes_pod(?:_v1)?$|(?:^|\.)k8s$/,

  *check(pod, facts) {
    if (facts.inContext(pod, 'test', 'example')) return;
    const spec = podOf(pod);
    if (spec === undefined || runsOnce(spec)) return;
    yield {
      span: pod.header,
      message: `\`${pod.name.value}\` is a Pod of its own: when its node goes, nothing starts it again, and a new version cannot start beside the old one. Declare a Deployment.`,
    };
  },
});

/** The Pod's map, spec included. */
function podOf({ type, settings }: Resource): Value | undefined {
  if (!type.value.endsWith('k8s')) return settings;
  const definition = valueAt(settings, 'definition') ?? valueAt(settings, 'resource_definition');
  return literalText(valueAt(definition, 'kind')) === 'Pod' ? definition : undefined;
}

function runsOnce(pod: Value): boolean {
  const policy = valueAt(pod, 'spec', 'restartPolicy') ?? valueAt(pod, 'spec', 'restart_policy');
  return policy !== undefined && literalText(policy) !== 'Always';
}
