import type { Secret } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { looksSecret } from '../../model/secret.ts';
import type { Span } from '../../model/span.ts';
import { literalText } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-secret-literal',
  group: 'security-basics',
  title: 'Credential in the infrastructure file',
  why: 'A secret in code cannot differ per copy nor be rotated without rebuild.',
  severity: 'error',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-3', '12F-4'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Placeholders (`changeme`, `example`, `xxx`), switches, references and addresses of secret stores pass.',
    'Encrypted values (ansible-vault) pass.',
    'Files that are tests or examples pass.',
    'The message and the underlined place never show the value where its name can be shown.',
    'Keys that hold the name of something (`creation_token`, `secretEnv`, `--initial-cluster-token`) pass.',
  ],
  peers: {
    checkov: ['CKV_SECRET_', 'CKV_AWS_41'],
    kics: ['f996f3cb'],
    trivy: ['DS-0031'],
    hadolint: ['DL3064'],
    'cfn-lint': ['W2501', 'W1011'],
  },
  looksAt: 'secret',

  *check(secret, facts) {
    // Start-up scripts have a rule of their own.
    if (secret.where === 'script' && facts.at(secret.node, 'script').some(({ when }) => when === 'boot')) return;
    const text = literalText(secret.value);
    if (
      text === undefined ||
      !looksSecret(text) ||
      NAMES_ONE.test(secret.key) ||
      facts.inContext(secret, 'test', 'example')
    )
      return;
    yield {
      span: nameOf(secret, facts),
      message:
        `\`${secret.key}\` is written in for everybody who can read this file, its history and its copies, and it cannot differ between blue and green. ` +
        'Take it from an input or a secret store, and change it, because it is known now.',
      ...(secret.where === 'script'
        ? {}
        : {
            fixes: [
              {
                title: 'Take the secret from an input',
                safety: 'confirm' as const,
                intents: [
                  {
                    kind: 'useInput' as const,
                    at: secret.value.span,
                    name: inputName(
                      secret.key,
                      facts.at(secret.node, 'parameter').some(({ name }) => name.value === secret.key),
                    ),
                  },
                ],
              },
            ],
          }),
    };
  },
});

/** Keys that look like a secret's and hold a name: of a run, a cluster, an environment variable. */
const NAMES_ONE = /(?:creation|cluster|idempotency|client[-_]?request)[-_]?token$|(?:env|name|ref|key_?id)$/i;

function nameOf(secret: Secret, facts: FactIndex): Span {
  const pair = facts.at(secret.node, 'config-value').find(({ value }) => value.span.start === secret.value.span.start);
  return pair?.key.span ?? secret.span;
}

/** A variable cannot take its value from itself. */
function inputName(key: string, taken: boolean): string {
  const name = key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
  if (!/^[A-Z]/.test(name)) return 'SECRET';
  return taken ? `THE_${name}` : name;
}
