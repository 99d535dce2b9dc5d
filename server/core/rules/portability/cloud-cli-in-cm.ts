import type { Script } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import type { ShellCommand } from '../../model/shell.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'cloud-cli-in-cm',
  group: 'portability',
  title: 'Cloud CLI call hidden in a script',
  why: 'Resources created by shell are not tracked, not idempotent and invisible to the plan.',
  severity: 'info',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['IAC-ans', 'IAC-cfn', 'BG-tech'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Once per script: the first command speaks for all.',
    'Commands that read, copy data or set tags pass.',
    'Resources of a Macfile are made by commands: they pass.',
    'Files that are tests or examples pass.',
  ],
  looksAt: 'script',

  *check(script, facts) {
    if (facts.inContext(script, 'test', 'example') || !isHidden(script, facts)) return;
    for (const command of script.commands) {
      const what = changeOf(command);
      if (what === undefined) continue;
      yield {
        span: command.span,
        message: `\`${what}\` makes or changes something in the cloud from a script: nothing tracks it, a second run may fail or double it, and no plan shows it. Declare it as a resource.`,
      };
      return;
    }
  },
});

/** In the boot of a server, in a task, or beside a resource that is declared. */
function isHidden({ when, node }: Script, facts: FactIndex): boolean {
  if (when === 'boot') return true;
  const owner = facts.resourceOf(node);
  if (when === 'deploy' || when === 'unknown') return true;
  return when === 'create' && owner !== undefined;
}

const CLIS = /^(?:aws|gcloud|az|openstack|doctl|hcloud|linode-cli)$/;
const CHANGES =
  /^(?:create|run-instances|delete|modify|terminate|associate-address|disassociate-address|attach-volume|detach-volume|allocate|release-address|mb|rb|authorize-security|change-resource-record-sets|put-bucket|put-scaling|put-metric-alarm)/;

function changeOf({ program, words }: ShellCommand): string | undefined {
  if (!CLIS.test(program) || words.some(({ text }) => /^--(?:dry-run|generate-cli-skeleton|help)$/.test(text)))
    return undefined;
  const verbs = words.slice(1, 6).filter(({ text, unknown }) => !unknown && /^[a-z][\w-]*$/.test(text));
  const at = verbs.findIndex(({ text }) => CHANGES.test(text) && !/^create-tags$/.test(text));
  return at < 1 ? undefined : [program, ...verbs.slice(0, at + 1).map(({ text }) => text)].join(' ');
}
