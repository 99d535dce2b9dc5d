import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-secret-in-boot-script',
  group: 'security-basics',
  title: 'Credential inside user data',
  why: 'User data is readable by every process of the machine and stays in the template history.',
  severity: 'error',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['macfile', 'cloudformation', 'terraform'],
  principles: ['12F-4', '12F-3'],
  since: '0.1.0',
  fix: 'none',
  guards: ['References to secret stores, variables and placeholders pass.'],
  peers: { checkov: ['CKV_AWS_46'], kics: ['443488f5', '568cc372'], trivy: ['AWS-0029', 'AWS-0129'] },
  looksAt: 'secret',

  *check(secret, facts) {
    if (secret.where !== 'script' || facts.inContext(secret, 'test', 'example')) return;
    if (!facts.at(secret.node, 'script').some(({ when }) => when === 'boot')) return;
    yield {
      span: secret.span,
      message:
        `A secret (\`${secret.key}\`) stands in a script that everybody can read who may look at the server or its definition, and it is the same in every copy. ` +
        'Read it from a secret store when the server starts, and change it, because it is known now.',
    };
  },
});
