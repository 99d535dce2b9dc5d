import type { ConfigEdit } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-in-place-config-edit',
  group: 'immutability',
  title: 'Configuration file on a running host is patched line by line',
  why: 'Patching depends on what the file held before, so two hosts converge to different contents.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['macfile', 'ansible'],
  principles: ['BG-how', 'IAC', 'IAC-ans'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Image builds, examples and tests pass.',
    'Kernel settings and the table of mounts (`/etc/fstab`) pass: each line stands for itself.',
    '`/etc/hosts`, `known_hosts`, the settings of the ECS agent and files in the temporary folder pass, and files that were written as a whole before.',
    'Once per file, not per edit.',
  ],
  looksAt: 'config-edit',

  *check(edit, facts) {
    if (
      edit.how !== 'in-place' ||
      edit.when === 'build' ||
      facts.inContext(edit, 'imageBuild', 'localhost', 'example', 'test')
    )
      return;
    if (edit.target === '' || HARMLESS.test(edit.target) || !isFirst(edit, facts)) return;
    yield {
      span: edit.span,
      message:
        `\`${edit.target}\` is patched in place. The result depends on what the file held before, so blue and green can end with different contents. ` +
        'Write the whole file from a template, or bake it into the image.',
    };
  },
});

const HARMLESS =
  /^[\w.]+$|^\/etc\/(?:hosts|fstab)$|known_hosts$|authorized_keys$|^(?:\/var)?\/tmp\/|^\/etc\/ecs\/ecs\.config$|^\/dev\/|^\/proc\//;

/** Before every other edit of the same file, and not after it was written as a whole. */
function isFirst(edit: ConfigEdit, facts: FactIndex): boolean {
  const same = facts.all('config-edit').filter((one) => one.target === edit.target);
  return same.find((one) => one.span.start <= edit.span.start) === edit;
}
