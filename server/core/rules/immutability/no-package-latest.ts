import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-package-latest',
  group: 'immutability',
  title: 'Package resource always follows the newest version',
  why: 'state latest changes a host on every run, so blue and green are never built from the same inputs.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['ansible'],
  principles: ['12F-2', 'BG-how'],
  since: '0.1.0',
  fix: 'safe',
  guards: [
    'A version that is only known at run time passes.',
    'Updating only what is already there (`only_upgrade`, `update_only`) passes.',
    'Packages of the option `allowLatest` pass.',
    'On the machine that runs the tool it is info.',
    'Image builds pass.',
  ],
  peers: { kics: ['c05e2c20'], 'ansible-lint': ['package-latest'] },
  options: {
    allowLatest: { default: ['ca-certificates', 'tzdata'], description: 'Packages that should always be the newest.' },
  },
  looksAt: 'package',

  *check(install, facts, { allowLatest }) {
    if (install.version.kind !== 'latest' || install.when === 'build' || facts.inContext(install, 'imageBuild')) return;
    if (allowLatest.includes(install.name.value) || install.onlyUpgrade === true) return;
    const { latest } = install;
    yield {
      span: latest ?? install.span,
      ...(facts.inContext(install, 'localhost') ? { severity: 'info' as const } : {}),
      message:
        `\`${install.name.value}\` always follows the newest version, so a run changes the server without any change of this file, and blue and green ` +
        'are not built from the same inputs. Name a version, or only ask for it to be present.',
      ...(latest === undefined
        ? {}
        : {
            fixes: [
              {
                title: 'Only ask for the package to be present',
                safety: 'safe' as const,
                intents: [{ kind: 'setScalar' as const, at: latest, text: 'present' }],
              },
            ],
          }),
    };
  },
});
