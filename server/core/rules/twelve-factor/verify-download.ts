import { defineRule } from '../define.ts';

export default defineRule({
  id: 'verify-download',
  group: 'twelve-factor',
  title: 'Download without checksum or piped to a shell',
  why: 'What was downloaded at the last rebuild is unknown; it cannot be repeated.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-2', 'BG-how'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Keys of package repositories pass when their fingerprint is checked.',
    'Hosts of the option `trustedHosts` pass.',
    'A checksum or signature that is checked later in the same script counts.',
    'A file of a repository at a given commit passes: the commit is a checksum.',
  ],
  options: {
    trustedHosts: {
      default: [] as readonly string[],
      description:
        'Hosts whose artefacts need no checksum, such as your own artefact store; a name covers its subdomains.',
    },
  },
  peers: { hadolint: ['DL4006'] },
  looksAt: 'download',

  *check({ url, verified, executed, when, span }, _facts, { trustedHosts }) {
    if (verified || when === 'test' || when === 'destroy' || !/^(?:https?|ftp):/.test(url.value)) return;
    const host = /^[a-z]+:\/\/(?:[^@/\s]*@)?([^/:\s]+)/.exec(url.value)?.[1] ?? '';
    if (trustedHosts.some((trusted) => host === trusted || host.endsWith(`.${trusted}`))) return;
    if (/^https:\/\/raw\.githubusercontent\.com\/[^/]+\/[^/]+\/[0-9a-f]{40}\//.test(url.value)) return;
    if (!executed && !ARTEFACT.test(url.value.split(/[?#]/)[0] ?? '')) return;
    yield {
      span,
      message:
        `What \`${host}\` gives is ${executed ? 'run' : 'installed'} without being checked. It can be another thing tomorrow, so blue and green may differ, and nobody would notice. ` +
        'Pin a version and check its checksum or signature.',
    };
  },
});

const ARTEFACT =
  /\.(?:tar\.(?:gz|xz|bz2)|tgz|zip|deb|rpm|jar|war|whl|gem|bin|run|sh|py|pl|exe|msi|AppImage)$|\/(?:latest|download)(?:\/|$)/i;
