import type { PackageInstall } from '../../model/fact.ts';
import { type FactIndex, oncePerUnit } from '../../model/fact-index.ts';
import { defineRule, type ProposedFix, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-install-at-boot',
  group: 'twelve-factor',
  title: 'Software is installed when the server or container starts',
  why: 'Start-up depends on mirrors of that minute, scaling is slow, and no two instances are the same.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-5', 'BG-how'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'Agents of the cloud itself (`amazon-ssm-agent`, `aws-cfn-bootstrap`, `amazon-cloudwatch-agent`) pass.',
    'Image builds pass, and a server that an image is made of.',
    'Small tools of the option `smallPackages` alone are info.',
    'Once per script, not per package.',
    'Examples and tests pass.',
  ],
  options: {
    vendorAgents: {
      default: [
        'amazon-ssm-agent',
        'aws-cfn-bootstrap',
        'amazon-cloudwatch-agent',
        'awslogs',
        'ec2-instance-connect',
        'google-fluentd',
        'google-cloud-ops-agent',
        'walinuxagent',
      ],
      description: 'Packages of the cloud vendor that may be installed when a server starts.',
    },
    smallPackages: {
      default: ['jq', 'unzip', 'zip', 'curl', 'wget', 'ca-certificates', 'gnupg', 'apt-transport-https', 'lsb-release'],
      description: 'Small tools; a script that installs nothing else is reported as info.',
    },
  },
  looksAt: 'package',

  *check(install, facts, options): Iterable<RuleFinding> {
    if (install.when === 'deploy' && !facts.inContext(install, 'imageBuild', 'example', 'test'))
      yield* onFleet(install, facts, options.vendorAgents);
    if (
      install.when !== 'boot' ||
      facts.inContext(install, 'imageBuild', 'example', 'test') ||
      imageIsMadeOf(install, facts)
    )
      return;
    const together = facts
      .at(install.node, 'package')
      .filter(({ when, name }) => when === 'boot' && !options.vendorAgents.includes(name.value));
    if (together[0] !== install) return;
    const names = [...new Set(together.map(({ name }) => name.value))].filter((name) => name !== '');
    const small = names.length > 0 && names.every((name) => options.smallPackages.includes(name));
    yield {
      span: install.span,
      ...(small ? { severity: 'info' as const } : {}),
      message:
        `${listed(names)} installed while the server starts. Every start depends on the mirrors of that minute, scaling waits for it, and green is not the ` +
        'machine that was tested. Install when the image is built and start from the image.',
      ...removal(install, together, facts),
    };
  },
});

/** The first package of a play on servers that a group starts and stops: every new one waits for the play. */
function* onFleet(install: PackageInstall, facts: FactIndex, agents: readonly string[]): Iterable<RuleFinding> {
  const hosts = facts.resourceOf(install.node);
  if (hosts?.type.value !== 'host group' || !/^(?:tag_|asg_|aws_autoscaling|_tag_)/i.test(hosts.name.value)) return;
  if (agents.includes(install.name.value)) return;
  const first = facts
    .all('package')
    .find((one) => facts.resourceOf(one.node) === hosts && !agents.includes(one.name.value));
  if (first !== install) return;
  yield {
    span: install.span,
    message: `Software is installed on the running servers of \`${hosts.name.value}\`, which come and go: a new one serves without it until somebody runs the play. Install when the image is built and start from the image.`,
  };
}

/** Only what is a command of a script; packages that a table lists are left to their author. */
function removal(
  install: PackageInstall,
  all: readonly PackageInstall[],
  facts: FactIndex,
): { fixes?: readonly ProposedFix[] } {
  const starts = new Set(
    facts.at(install.node, 'script').flatMap(({ commands }) => commands.map(({ span }) => span.start)),
  );
  const spans = new Map(all.map(({ span }) => [span.start, span]));
  if (![...spans.keys()].every((start) => starts.has(start))) return {};
  const intents = [...spans.values()].map((at) => ({ kind: 'removeCommand' as const, at }));
  return { fixes: [{ title: 'Remove it here, once the image has it', safety: 'suggestion', intents }] };
}

/** The server only exists to be turned into an image. */
function imageIsMadeOf(install: PackageInstall, facts: FactIndex): boolean {
  const images = imagesOf(facts);
  if (images.length === 0) return false;
  const used = facts.all('dependency').filter(({ node }) => images.some((image) => image.node === node));
  return (
    used.length === 0 ||
    used.some(
      ({ to }) => to === install.node || install.node.startsWith(`${to}.`) || facts.resourceOf(to) !== undefined,
    )
  );
}

const imagesOf = oncePerUnit((facts) =>
  facts
    .all('resource')
    .filter(({ type }) => /create-image$|images create$|aws_ami_from_instance$|ec2_ami$/.test(type.value)),
);

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'Software is';
  const shown = names.slice(0, 3).map((name) => `\`${name}\``);
  if (names.length > 3) return `${shown.join(', ')} and ${names.length - 3} more are`;
  return `${shown.join(' and ')} ${names.length === 1 ? 'is' : 'are'}`;
}
