import type { PackageInstall } from '../../model/fact.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'pin-package-version',
  group: 'twelve-factor',
  title: 'Package installed without a version',
  why: 'Unpinned packages make the image depend on the build day.',
  severity: 'info',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-2'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Packages of the operating system are a hint: their old versions vanish from the mirrors.',
    'Files, addresses, variables and requirement files pass, and names with a version in them (`python3.8-dev`).',
    'The boot agents of the cloud (`aws-cfn-bootstrap`, `awslogs`) pass: they are there in one version only.',
    'A dated snapshot archive of the distribution in the same script counts.',
    'Once per script.',
  ],
  peers: {
    kics: ['965a08d7', 'd3499f6d', '02d9c71f', 'e36d8880', '22cd11f7', '6452c424', '93d88cf7'],
    hadolint: ['DL3008', 'DL3013', 'DL3016', 'DL3018', 'DL3028', 'DL3033', 'DL3037', 'DL3041', 'DL3062'],
  },
  looksAt: 'package',

  *check(install, facts) {
    if (!isOpen(install) || install.onlyUpgrade === true || facts.inContext(install, 'test', 'example', 'localhost'))
      return;
    const language = LANGUAGE.has(install.manager);
    const same = facts
      .at(install.node, 'package')
      .filter((one) => isOpen(one) && LANGUAGE.has(one.manager) === language);
    if (
      same[0] !== install ||
      facts.at(install.node, 'script').some(({ text }) => /snapshot\.(?:debian|ubuntu)\.(?:org|com)/.test(text))
    )
      return;
    const names = [...new Set(same.map(({ name }) => name.value))].slice(0, 3).map((name) => `\`${name}\``);
    yield {
      span: install.span,
      ...(language ? {} : { severity: 'hint' as const }),
      message: `${names.join(', ')} ${same.length === 1 ? 'is' : 'are'} installed in whatever version there is at that moment, so two copies made on different days differ. Name the version${language ? ', or install from a lock file' : ', or build an image once and start from it'}.`,
    };
  },
});

function isOpen({ name, version }: PackageInstall): boolean {
  if (AGENTS.test(name.value) || /\d\.\d|^\.{0,2}(?:\/|$)/.test(name.value)) return false;
  return version.kind === 'none' || version.kind === 'latest';
}

const AGENTS = /^(?:aws-cfn-bootstrap(?:-py3)?|heat-cfntools|awslogs|amazon-cloudwatch-agent|amazon-ssm-agent|awscli)$/;

const LANGUAGE = new Set(['pip', 'pip3', 'pip2.7', 'npm', 'yarn', 'gem', 'easy_install']);
