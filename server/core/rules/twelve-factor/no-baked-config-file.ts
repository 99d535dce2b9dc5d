import type { Resource } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { literalText, type Value, valueAt } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-baked-config-file',
  group: 'twelve-factor',
  title: 'Environment configuration is a file in the image or template',
  why: 'Config in files means one artefact per environment.',
  severity: 'info',
  confidence: 'medium',
  profile: 'strict',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-3'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Configuration of server programs (`/etc/nginx/nginx.conf`) passes.',
    'Samples (`.example`, `.dist`) pass.',
    'Image builds, tests, examples and files of the machine that deploys pass.',
    'A path that is only known at run time passes.',
  ],
  looksAt: ['config-edit', 'resource'],

  check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'imageBuild', 'test', 'example', 'localhost')) return [];
    if (fact.fact === 'resource') {
      const init = valueAt(fact.settings, 'Metadata', 'AWS::CloudFormation::Init');
      return init === undefined && !FILES.test(fact.type.value) ? [] : written(fact, init);
    }
    const isBaked = fact.how === 'whole-file' && fact.when !== 'build' && isApplication(fact.target);
    return isBaked ? [finding(fact.span, fact.target)] : [];
  },
});

function finding(span: Span, path: string): RuleFinding {
  return {
    span,
    message: `\`${path}\` holds the configuration of the application for one environment: a server of another one needs another file, so the artefact is no longer one. Hand it in as environment variables, or let the application ask a configuration store.`,
  };
}

/** Configuration of an application, not of a server program. */
function isApplication(path: string): boolean {
  const file = path.split('/').at(-1) ?? '';
  if (/\.(?:example|sample|dist|tmpl)$|^\/(?:etc|usr\/(?:share|lib)|root|tmp)\//.test(path)) return false;
  return (
    /^(?:application|app|settings|config|configuration|database|parameters|local_settings|secrets|env)[\w-]*\.(?:ya?ml|json|php|py|rb|ini|toml|xml|properties|conf)(?:\.j2|\.erb)?$/i.test(
      file,
    ) || /^(?:\.env(?:\.\w+)?|[\w-]+\.properties|wp-config\.php|web\.config|appsettings[\w.]*\.json)$/.test(file)
  );
}

/** Types of files in Terraform. */
const FILES = /^(?:local_file|local_sensitive_file|aws_s3_object|aws_s3_bucket_object)$/;

/** What `cfn-init` and Terraform write. */
function* written({ settings, type }: Resource, init: Value | undefined): Iterable<RuleFinding> {
  for (const { value } of init?.kind === 'map' ? init.entries : []) {
    const files = valueAt(value, 'files');
    for (const { key } of files?.kind === 'map' ? files.entries : [])
      if (isApplication(key.value)) yield finding(key.span, key.value);
  }
  if (!FILES.test(type.value) || valueAt(settings, 'content') === undefined) return;
  const path = valueAt(settings, 'filename') ?? valueAt(settings, 'key');
  const text =
    literalText(path) ??
    (path?.kind === 'unknown' ? (path.parts ?? []).map((part) => ('value' in part ? part.value : '')).join('') : '');
  if (path !== undefined && isApplication(text)) yield finding(path.span, text);
}
