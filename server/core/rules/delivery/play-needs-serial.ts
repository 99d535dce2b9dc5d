import { entryAt, literalText } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'play-needs-serial',
  group: 'delivery',
  title: 'Play deploys to the whole fleet at once',
  why: 'If the play breaks, every server is broken in the same minute.',
  severity: 'info',
  confidence: 'medium',
  profile: 'recommended',
  status: 'preview',
  languages: ['ansible'],
  principles: ['BG-intro', 'CAP-acc'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Only plays that deploy an application (a checkout, a container) are looked at.',
    'Plays on one machine pass.',
    'Plays with `serial` or with `strategy: free` pass.',
    'Image builds, tests and examples pass.',
    'Hosts that are only known at run time pass.',
  ],
  looksAt: 'resource',
  types: /^host group$/,

  *check(hosts, facts) {
    if (facts.inContext(hosts, 'imageBuild', 'test', 'example', 'devOverride')) return;
    const target = entryAt(hosts.settings, 'hosts')?.value;
    const group = literalText(target);
    if (target === undefined || group === undefined || hosts.instances === 1 || isOne(group)) return;
    if (PACED.some((key) => entryAt(hosts.settings, key) !== undefined)) return;
    const deploys =
      facts.within(hosts, 'checkout').length > 0 ||
      facts
        .all('resource')
        .some(
          ({ node, type, readOnly }) =>
            node.startsWith(`${hosts.node}.`) && readOnly !== true && isContainer(type.value),
        );
    if (!deploys) return;
    yield {
      span: target.span,
      message: `The play deploys to every server of \`${group}\` at the same time: a broken release takes all of them down. Go in steps (\`serial\`), and stop at the first failure.`,
      fixes: [
        {
          title: 'Deploy to a quarter of the servers at a time',
          safety: 'confirm',
          intents: [
            { kind: 'insertKey', map: hosts.settings.span, key: 'serial', value: '25%', after: 'hosts' },
            { kind: 'insertKey', map: hosts.settings.span, key: 'max_fail_percentage', value: 0, after: 'hosts' },
          ],
        },
      ],
    };
  },
});

const PACED = ['serial', 'strategy'];

function isContainer(type: string): boolean {
  return /(?:^|\.)(?:docker_container|podman_container|docker_compose(?:_v2)?)$/.test(type);
}

/** `web[0]`, an address, a name with a domain. */
function isOne(group: string): boolean {
  return /\[-?\d+\]$|^[\d.]+$|^localhost$|^\w[\w-]*(?:\.[\w-]+)+$/.test(group);
}
