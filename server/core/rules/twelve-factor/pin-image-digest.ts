import { oncePerUnit } from '../../model/fact-index.ts';
import { entryAt, literalText } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'pin-image-digest',
  group: 'twelve-factor',
  title: 'Image is not pinned by digest',
  why: 'Only a digest guarantees that blue and green run the bits that were tested.',
  severity: 'hint',
  confidence: 'high',
  profile: 'strict',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-1'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'Registries of the option `immutableRegistries` pass.',
    'An image that is only known at run time, and one that is built here, pass.',
    'Builds of images, development, tests and examples pass.',
  ],
  peers: { checkov: ['CKV_K8S_43'], kics: ['7c81d34c'] },
  options: {
    immutableRegistries: {
      default: [] as readonly string[],
      description: 'Registries in which a tag can never be moved; their images pass.',
    },
  },
  looksAt: 'image',

  *check(image, facts, { immutableRegistries }) {
    const { kind, digest, unknown, local, tag, registry, repository, span } = image;
    if (kind !== 'container' || digest !== undefined || unknown === true || local === true) return;
    if (facts.inContext(image, 'test', 'example', 'devOverride', 'imageBuild')) return;
    if (/\ue000/.test(`${repository}${tag?.value ?? ''}`) || builtHere(facts).has(repository)) return;
    if (registry !== undefined && immutableRegistries.includes(registry)) return;
    yield {
      span,
      message: `Image \`${repository}\` is named by ${tag === undefined ? 'no tag' : 'a tag'}, which can be moved: only a digest makes sure that blue and green run the bits that were tested.`,
      ...(tag === undefined
        ? {}
        : {
            fixes: [
              {
                title: 'Add a digest',
                safety: 'suggestion',
                intents: [
                  { kind: 'replaceText', at: { start: tag.span.end, end: tag.span.end }, text: '@sha256:DIGEST' },
                ],
              },
            ],
          }),
    };
  },
});
/** Names of images that steps of the same list build. */
const builtHere = oncePerUnit(
  (facts) =>
    new Set(
      facts
        .all('step')
        .filter(({ does }) => /\.docker_image(?:_build)?$|\.podman_image$/.test(does.value))
        .map(({ settings }) => literalText(entryAt(settings, 'name')?.value)?.split(':')[0]),
    ),
);
