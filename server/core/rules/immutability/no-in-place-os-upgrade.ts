import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-in-place-os-upgrade',
  group: 'immutability',
  title: 'Operating system is upgraded in place',
  why: 'A full upgrade run on a live or booting host gives every host the packages of that day; patch the base image and rebuild instead.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-how', '12F-2'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Image builds pass: that is the place for upgrades.',
    'Upgrading named packages only is judged by no-package-latest.',
    'Security updates alone (unattended-upgrades) are info.',
    'Examples and tests pass.',
  ],
  peers: {
    kics: ['682fe378', '8f6456be', '09fda05e', '989ab888', 'd4895357'],
    trivy: ['DS-0024'],
    hadolint: ['DL3035'],
  },
  looksAt: 'os-upgrade',

  *check(upgrade, facts) {
    if (upgrade.when === 'build' || facts.inContext(upgrade, 'imageBuild', 'example', 'test')) return;
    const moment = upgrade.when === 'boot' ? 'when the server starts' : 'on a server that is already there';
    const inScript = facts
      .all('script')
      .some(({ commands }) => commands.some(({ span }) => span.start === upgrade.span.start));
    yield {
      span: upgrade.span,
      ...(upgrade.securityOnly === true ? { severity: 'info' as const } : {}),
      message:
        `The operating system is upgraded (${upgrade.manager}) ${moment}, so every server gets the packages of that day and no two are the same. ` +
        'Patch the base image, test it, and rebuild from it.',
      ...(inScript
        ? {
            fixes: [
              {
                title: 'Remove the upgrade from the script',
                safety: 'confirm' as const,
                intents: [{ kind: 'removeCommand' as const, at: upgrade.span }],
              },
            ],
          }
        : {}),
    };
  },
});
