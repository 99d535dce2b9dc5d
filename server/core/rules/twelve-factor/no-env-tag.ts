import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-env-tag',
  group: 'twelve-factor',
  title: 'Image tag names an environment',
  why: 'prod, staging or blue as tag is overwritten at each release; nothing tells what runs.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-1'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A version or a commit in the tag passes.',
    'Flavours of an operating system (`alpine`, `slim`, `bookworm`) pass.',
    'An image with a digest passes.',
  ],
  looksAt: 'image',

  *check({ kind, tag, digest, unknown, repository }) {
    if (kind !== 'container' || tag === undefined || digest !== undefined || unknown === true) return;
    if (
      !/^(?:dev|develop|development|test|testing|qa|uat|stage|staging|preprod|prod|production|live)$/i.test(tag.value)
    )
      return;
    yield {
      span: tag.span,
      message: `Tag \`${tag.value}\` of image \`${repository}\` names an environment, not a version: the image is built again for each, so what was tested is not what runs. Build one image, and give its version in as an input.`,
      fixes: [
        {
          title: 'Take the tag from an input',
          safety: 'confirm',
          intents: [{ kind: 'useInput', at: tag.span, name: 'APP_VERSION', default: tag.value }],
        },
      ],
    };
  },
});
