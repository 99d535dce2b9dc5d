import type { ImageRef } from '../../model/fact.ts';
import { defineRule, type ProposedFix } from '../define.ts';

const MOVING = new Set(['latest', 'stable', 'edge', 'nightly', 'main', 'master', 'head']);

export default defineRule({
  id: 'no-latest-tag',
  group: 'twelve-factor',
  title: 'Image tag latest or missing',
  why: 'The tag names a moving thing; the same file gives different containers tomorrow, so the green copy is not what was tested.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-2'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'An image with a digest passes, whatever its tag says.',
    'A tag that is only known at run time passes.',
    'An image that is built in the same place is not pulled from a registry.',
  ],
  peers: {
    checkov: ['CKV_DOCKER_7', 'CKV_K8S_14'],
    kics: ['f45ea400', '9efb0b2d', '583053b7'],
    trivy: ['DS-0001', 'KSV-0013'],
    hadolint: ['DL3006', 'DL3007'],
    'kube-linter': ['latest-tag'],
    'kube-score': ['container-image-tag'],
    dclint: ['service-image-require-explicit-tag'],
  },
  looksAt: 'image',

  *check(image) {
    if (image.kind !== 'container' || image.digest !== undefined || image.unknown === true) return;
    if (image.repository === 'scratch' || image.local === true) return;
    if (image.tag === undefined) {
      const message = `Image \`${image.repository}\` has no tag, so \`latest\` is used: ${WHY}`;
      yield { span: image.span, message, fixes: [addTag(image)] };
    } else if (MOVING.has(image.tag.value.toLowerCase())) {
      const message = `Tag \`${image.tag.value}\` of image \`${image.repository}\` can move: ${WHY}`;
      yield { span: image.tag.span, message, fixes: [replaceTag(image.tag)] };
    }
  },
});

const WHY =
  'blue and green may start different software from the same file. Give the version in as an input, or pin a digest.';
const TITLE = 'Take the tag from an input';

function replaceTag(tag: { readonly value: string; readonly span: ImageRef['span'] }): ProposedFix {
  return {
    title: TITLE,
    safety: 'confirm',
    intents: [{ kind: 'useInput', at: tag.span, name: 'APP_VERSION', default: tag.value }],
  };
}

/** The tag goes right behind the repository; an empty place is filled with the input alone. */
function addTag(image: ImageRef): ProposedFix {
  const end = { start: image.span.end, end: image.span.end };
  return {
    title: TITLE,
    safety: 'confirm',
    intents: [{ kind: 'useInput', at: end, name: 'APP_VERSION', before: ':' }],
  };
}
