import type { ModuleCall, Resource } from '../../model/fact.ts';
import { settingOf } from '../../model/setting.ts';
import { knownText, literalText, type MapEntry } from '../../model/value.ts';
import { defineRule, type ProposedFix, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'pin-module-source',
  group: 'twelve-factor',
  title: 'Module without a version',
  why: 'A rebuild next year must use the same code.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
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
  looksAt: ['module-call', 'resource'],
  types: /^AWS::CloudFormation::Stack$/,

  *check(call, facts): Iterable<RuleFinding> {
    if (facts.inContext(call, 'example', 'test')) return;
    if (call.fact === 'resource') {
      yield* nested(call);
      return;
    }
    if (!call.node.startsWith('module.')) {
      yield* required(call);
      return;
    }
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

/** A nested stack whose template lies where a branch ends. */
function* nested(stack: Resource): Iterable<RuleFinding> {
  const url = settingOf(stack, 'TemplateURL');
  const text =
    url?.kind === 'unknown'
      ? (url.parts ?? []).map((part) => ('value' in part ? part.value : 'x')).join('')
      : literalText(url);
  if (
    url === undefined ||
    !/\/(?:master|main|develop|latest|HEAD)\//.test(text ?? '') ||
    /[?&]versionId=/.test(text ?? '')
  )
    return;
  yield {
    span: url.span,
    message: `The template of \`${stack.name.value}\` lies where a branch ends: the next update, or a green copy, may be built from another one. Name a version.`,
  };
}

/** A library of a Macfile by its address; a role or collection that a playbook requires. */
function* required({ name, source, settings }: ModuleCall): Iterable<RuleFinding> {
  const version = settings.entries.find(({ key }) => key.value === 'version');
  const text = literalText(version?.value);
  const moves =
    /\/(?:master|main|develop|trunk|HEAD)\//.test(source.value) ||
    (text !== undefined && /^(?:|\*|master|main|develop|HEAD|latest)$/.test(text));
  const isParent = /^https?:\/\/\S+\.(?:macfile|ya?ml)$/i.test(source.value);
  const isLocal = /^\.{0,2}\/|^file:/.test(source.value) || /\.(?:tar\.gz|tgz)$/.test(source.value);
  if (isLocal || (isParent ? !moves : version !== undefined && !moves)) return;
  yield {
    span: text !== undefined && version !== undefined ? version.value.span : source.span,
    message: `\`${name.value}\` comes ${moves ? 'from the end of a branch' : 'without a version'}: the next run, or a green copy, may be built with other code. Name a version.`,
    ...(isParent || version !== undefined || settings.entries.length === 0
      ? {}
      : {
          fixes: [
            {
              title: 'Add a version',
              safety: 'suggestion',
              intents: [{ kind: 'insertKey', map: settings.span, key: 'version', value: 'VERSION' }],
            },
          ],
        }),
  };
}

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
