import type { Checkout, ConfigValue } from '../../model/fact.ts';
import { literalText } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'pin-vcs-revision',
  group: 'twelve-factor',
  title: 'Source revision is a moving branch',
  why: 'A branch head at boot time gives each server of the fleet a different program.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-2', '12F-1'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A revision that is only known at run time passes, unless its default is a moving branch.',
    'A checkout that only reads and changes nothing passes.',
    'Files for development pass.',
    'Examples and tests pass.',
  ],
  peers: { checkov: ['CKV_TF_1'], 'ansible-lint': ['latest'] },
  looksAt: ['checkout', 'config-value'],

  check(fact, facts) {
    if (facts.inContext(fact, 'devOverride', 'example', 'test')) return [];
    const found = fact.fact === 'checkout' ? checkoutFinding(fact) : branchInput(fact);
    return found === undefined ? [] : [found];
  },
});

const MOVING = /^(?:origin\/.+|refs\/heads\/.+|master|main|head|develop|development|trunk|dev|latest)$/i;
const WHY =
  'A branch moves, so blue and green can run different programs from the same file. Name a tag or a commit, given as an input.';

function checkoutFinding({ revision, pinned, update, repository, span }: Checkout): RuleFinding | undefined {
  if (revision === undefined) {
    if (pinned !== false) return undefined;
    const verb = update ? 'is brought to the newest state' : 'is taken from its default branch';
    return { span, message: `Code of \`${repository || 'the repository'}\` ${verb}. ${WHY}` };
  }
  if (pinned !== false && !MOVING.test(revision.value)) return undefined;
  return {
    span: revision.span,
    message: `\`${revision.value}\` is a branch. ${WHY}`,
    fixes: [
      {
        title: 'Take the revision from an input',
        safety: 'confirm',
        intents: [{ kind: 'useInput', at: revision.span, name: 'APP_VERSION', default: revision.value }],
      },
    ],
  };
}

/** `APP_BRANCH: master`: what the program will check out is decided here. */
function branchInput({ key, value, where }: ConfigValue): RuleFinding | undefined {
  const text = literalText(value);
  if (where === 'tag' || text === undefined || !MOVING.test(text) || /^(?:latest|dev|development)$/i.test(text))
    return undefined;
  if (!/(?:^|[_-])(?:branch|revision|git[_-]?ref|ref|commit|version)$/i.test(key.value)) return undefined;
  return {
    span: value.span,
    message: `\`${key.value}\` names the branch \`${text}\`. ${WHY}`,
    fixes: [
      {
        title: 'Take the revision from an input',
        safety: 'confirm',
        intents: [{ kind: 'useInput', at: value.span, name: 'APP_VERSION', default: text }],
      },
    ],
  };
}
