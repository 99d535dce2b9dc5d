import { literalText } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'macfile-needs-version-parameter',
  group: 'delivery',
  title: 'Macfile cannot be instantiated twice',
  why: 'Framework users create green by passing a new version value; a constant name/version removes that.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['macfile'],
  principles: ['IAC-mac', 'BG-bg'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Files that hold only data (databases, buckets, queues) pass: they are shared by both colours.',
    'A file whose parents give the parameters passes.',
    'Examples and tests pass.',
  ],
  looksAt: 'unit',

  *check(unit, facts) {
    if (unit.parametrised !== false || unit.version === undefined || facts.inContext(unit, 'test', 'example')) return;
    if (!facts.all('resource').some(({ lifecycle }) => lifecycle.class === 'stateless')) return;
    const version = literalText(unit.version);
    yield {
      span: unit.version.span,
      message:
        `Neither \`name\` nor \`version\` holds a placeholder${version === undefined ? '' : ` (version is always \`${version}\`)`}, and a name with a version can be active ` +
        "only once. Green cannot be created while blue lives. Write `version: '{INF_VERSION}'` and give the version when you deploy.",
      fixes: [
        {
          title: 'Take the version from a placeholder',
          safety: 'confirm',
          intents: [{ kind: 'useInput', at: unit.version.span, name: 'INF_VERSION' }],
        },
      ],
    };
  },
});
