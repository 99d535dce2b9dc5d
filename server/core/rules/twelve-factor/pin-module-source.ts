import { knownText, literalText, type MapEntry } from '../../model/value.ts';
import { defineRule, type ProposedFix } from '../define.ts';

export default defineRule({
  id: 'pin-module-source',
  group: 'twelve-factor',
  title: 'Module without a version',
  why: 'A rebuild next year must use the same code.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['terraform'],
  principles: ['12F-2'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'Modules of the same repository (`./`, `../`) pass.',
    'A tag, a commit or a version passes; so does a file that is fetched by its whole address.',
    'Files that are examples or tests pass.',
  ],
  peers: {
    checkov: ['CKV_TF_1', 'CKV_TF_2'],
    kics: ['3a81fc06'],
    tflint: ['terraform_module_pinned_source', 'terraform_module_version'],
  },
  looksAt: 'module-call',

  *check(call, facts) {
    if (facts.inContext(call, 'example', 'test')) return;
    const { name, source, settings } = call;
    const version = settings.entries.find(({ key }) => key.value === 'version');
    const what = openEnd(source.value, version);
    if (what === undefined) return;
    const end = source.span.end - 1;
    const fix: ProposedFix =
      what === 'registry'
        ? {
            title: 'Add a version',
            safety: 'suggestion',
            intents: [{ kind: 'insertKey', map: settings.span, key: 'version', value: 'VERSION', after: 'source' }],
          }
        : {
            title: 'Add a tag',
            safety: 'suggestion',
            intents: [
              {
                kind: 'replaceText',
                at: { start: end, end },
                text: `${source.value.includes('?') ? '&' : '?'}ref=TAG`,
              },
            ],
          };
    yield {
      span: source.span,
      message: `Module \`${name.value}\` has ${what === 'moving' ? 'the branch of a repository as its source' : 'a source without a version'}: the next run, or a green copy, may be built with other code. Name a version.`,
      ...(what === 'moving' ? {} : { fixes: [fix] }),
    };
  },
});

const GIT = /^(?:git::|git@|github\.com\/|bitbucket\.org\/)|\.git(?:\/\/|\?|$)/;
const REGISTRY = /^(?:[\w-]+(?:\.[\w-]+)+(?::\d+)?\/)?[\w-]+\/[\w-]+\/[\w-]+(?:\/\/.*)?$/;

/** What is left open: the revision of a repository, which branch it is, or the version of a registry module. */
function openEnd(source: string, version: MapEntry | undefined): 'git' | 'moving' | 'registry' | undefined {
  if (/^\.{0,2}\//.test(source)) return undefined;
  if (GIT.test(source)) {
    const ref = /[?&]ref=([^&]*)/.exec(source)?.[1];
    if (ref === undefined) return 'git';
    return /^(?:main|master|develop|trunk|HEAD)$/.test(ref) ? 'moving' : undefined;
  }
  if (!REGISTRY.test(source)) return undefined;
  if (version === undefined) return 'registry';
  const text = literalText(version.value) ?? knownText(version.value);
  return text !== undefined && text.trim() === '' ? 'registry' : undefined;
}
