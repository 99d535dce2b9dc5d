import { entryAt, literalText } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-nfs-shared-state',
  group: 'state',
  title: 'Shared file system used as a database',
  why: 'NFS couples blue and green through files with no schema, and it is a single pet behind all copies.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-4', '12F-6', '12F-qa'],
  since: '0.1.0',
  fix: 'none',
  guards: ['A mount that is read only is info.', 'Sources of the option `allow` pass.', 'Targets of backups pass.'],
  options: {
    allow: { default: [] as readonly string[], description: 'Sources that may be mounted, such as `nas:/uploads`.' },
  },
  looksAt: 'network-mount',

  *check(mount, facts, { allow }) {
    if (
      allow.some((source) => mount.target.startsWith(source)) ||
      /backup/i.test(mount.target) ||
      facts.inContext(mount, 'test', 'example')
    )
      return;
    const script = facts
      .all('script')
      .flatMap(({ commands }) => commands)
      .find(({ span }) => span.start === mount.span.start);
    const options = facts
      .at(mount.node, 'step')
      .map(({ settings }) => literalText(entryAt(settings, 'opts')?.value) ?? '');
    const words = [...(script?.words ?? []).map(({ text }) => text), ...options];
    const readOnly = words.some((text) => /(?:^|,)ro(?:,|$)/.test(text));
    yield {
      span: mount.span,
      ...(readOnly ? { severity: 'info' as const } : {}),
      message: `\`${mount.target}\` is mounted from another machine: blue and green write the same files at the same time, and neither can be rebuilt without it. Keep shared data in an object store or a database.`,
    };
  },
});
