import type { Note, Script } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { entryAt, literalText, type MapValue, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-manual-step',
  group: 'snowflake',
  title: 'A human has to do something during the run',
  why: 'Checklists are the reason rebuilding takes days; what is manual is not rebuildable.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['CAP-deny', 'BG-adv', 'IAC'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'A question in a script that only asks for approval is info.',
    'Questions of a play pass when each has a default, which an unattended run takes, or only asks for approval.',
    'A script that reads its own data, not a person, passes.',
    'Files that are tests pass.',
    'Comments of playbooks, and of files that hold variables, pass; so does what must not, or need not, be done by hand.',
  ],
  peers: { 'ansible-lint': ['no-prompting'] },
  looksAt: ['script', 'unit', 'resource', 'note'],
  types: /^host group$/,

  *check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'test')) return;
    if (fact.fact === 'script') yield* questions(fact);
    else if (fact.fact === 'note') yield* told(fact, facts);
    else yield* prompts(fact.settings);
  },
});

/** Comments of playbooks and of lists of variables say what their users may do, not what was done. */
function describesResources(facts: FactIndex): boolean {
  return (
    facts.all('step').length === 0 &&
    facts.all('resource').some(({ type }) => type.value.includes('::') || /^[a-z]+_\w+$/.test(type.value))
  );
}

/** The same words where nothing is to be done. */
const NOT_SO =
  /\b(?:not|n't|never|without|instead of|no need|rather than|if|unless|or automatically|automatically|or (?:the )?(?:API|CLI))\b|n't\b/i;

/** A note that tells a person to do something by hand. */
function* told({ text, span, where }: Note, facts: FactIndex): Iterable<RuleFinding> {
  const said = BY_HAND.exec(text)?.[0];
  if (said === undefined || NOT_SO.test(text) || (where === 'comment' && !describesResources(facts))) return;
  yield {
    span,
    message: `The note says that something is done by hand (“${said.trim()}”): a rebuild, or a green copy, waits for somebody who knows. Describe it, or take what it results in as an input.`,
  };
}

const BY_HAND =
  /\b(?:(?:must|has to|have to|needs? to|should) be (?:\w+ )?(?:created|run|set|installed|configured|done|updated|added|deleted|applied|imported) (?:manually|by hand)|(?:created|made|set up|configured|installed|added|done|changed) (?:manually|by hand)\b(?! via)|(?:run|do|create|execute) (?:this|it|the following|\S+\.sh) (?:manually|by hand)|(?:log ?in|ssh in)(?:to \S+)? and (?:run|do|change|edit|execute)|(?:create|run|add|set|configure|enable|install) (?:\w+ ){0,4}manually|\b(?:creat|add|enabl|configur|chang|reset|updat|delet)\w*\b[^.]{0,40}\b(?:in|from|through|via|using) the (?:\w+ )?console\b)/i;

function* questions(script: Script): Iterable<RuleFinding> {
  for (const { program, words, redirects, after, span } of script.commands) {
    const asks = words.some(({ text }) => /^-[a-z]*p/.test(text)) && !words.some(({ text }) => text.startsWith('-u'));
    if (program !== 'read' || !asks || after === '|' || redirects.some(({ operator }) => operator.startsWith('<')))
      continue;
    const text = words.map((word) => word.text).join(' ');
    yield {
      span,
      ...(APPROVAL.test(text) ? { severity: 'info' as const } : {}),
      message:
        'The run waits for somebody to type an answer, so nothing else can start it. Take the answer as an input.',
    };
  }
}

function* prompts(settings: MapValue | undefined): Iterable<RuleFinding> {
  const entry = entryAt(settings, 'vars_prompt');
  const asked = entry?.value.kind === 'list' ? entry.value.items : [];
  if (entry === undefined || asked.length === 0) return;
  if (asked.every((item) => entryAt(item, 'default') !== undefined || isApproval(item))) return;
  yield {
    span: entry.key.span,
    message:
      'The play asks a person for its variables, so a rebuild waits for somebody who knows the answers. Take them from outside (`-e`, a variable file, a vault).',
    fixes: [
      {
        title: 'Take the variables from outside',
        safety: 'suggestion',
        intents: [{ kind: 'removeEntry', at: entry.span }],
      },
    ],
  };
}

const APPROVAL = /\b(?:approve|approval|confirm|confirmation|are you sure|y\/n|yes\/no)\b/i;

function isApproval(item: Value): boolean {
  return ['name', 'prompt'].some((key) => APPROVAL.test(literalText(entryAt(item, key)?.value) ?? ''));
}
