import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-literal-image-id',
  group: 'snowflake',
  title: 'Machine image id is a literal',
  why: 'Promoting one tested image through every environment needs the id to be an input, not an edit.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-1', 'BG-imm'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A table of images by region is info, once per table: old, but at least in one place.',
    'An id that comes from an input, a parameter store or a lookup passes.',
    'Files that are examples or tests pass.',
  ],
  looksAt: 'cloud-id',

  *check(id, facts) {
    if (id.kind !== 'image' || facts.inContext(id, 'example', 'test')) return;
    const mapped = id.setting !== undefined && /^mappings?\b/i.test(id.setting);
    if (mapped && facts.at(id.node, 'cloud-id').find(({ kind }) => kind === 'image') !== id) return;
    yield {
      span: id.span,
      ...(mapped ? { severity: 'info' as const } : {}),
      message:
        `Machine image \`${id.id}\` is written in. Promoting one tested image through every environment, and starting green from a new one, then needs an ` +
        'edit of this file. Take the image id from an input.',
      ...(mapped
        ? {}
        : {
            fixes: [
              {
                title: 'Take the image id from an input',
                safety: 'confirm' as const,
                intents: [{ kind: 'useInput' as const, at: id.span, name: 'IMAGE_ID', default: id.id }],
              },
            ],
          }),
    };
  },
});
