import type { Resource, Script } from '../../model/fact.ts';
import { entryAt, literalBoolean, type MapEntry, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-swallowed-failure',
  group: 'snowflake',
  title: 'Errors of the build of a server are ignored',
  why: 'A build that may half-fail produces servers that look equal and are not.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'terraform'],
  principles: ['BG-how', 'CAP-deny'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A script of one step, or one whose steps are tied by `&&`, passes.',
    'A script that looks at its own results (`|| exit`, `trap … ERR`, `cfn-signal -e $?`) passes.',
    'Scripts that are no shell (PowerShell, cloud-config, Python) pass.',
    'Files that are tests pass.',
  ],
  peers: { 'ansible-lint': ['ignore-errors'], checkov: ['CKV2_ANSIBLE_3'] },
  looksAt: ['script', 'resource'],

  *check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'test')) return;
    if (fact.fact === 'script') yield* unchecked(fact);
    else yield* ignored(fact);
  },
});

function* unchecked(script: Script): Iterable<RuleFinding> {
  if (script.when !== 'boot' || script.stopsOnError === true || !isShell(script.text) || looksAtResults(script)) return;
  const [first] = script.commands;
  const steps = script.commands.filter(({ depth, program }) => depth === 0 && program !== '' && !QUIET.test(program));
  const [work] = steps;
  if (first === undefined || work === undefined || steps.slice(1).every(({ after }) => after !== ';')) return;
  yield {
    span: work.span,
    message:
      'The script goes on after a command that failed, so a server can come up half built and look healthy. Stop at the first error (`set -e`).',
    ...(first.depth === 0 && !first.background
      ? {
          fixes: [
            {
              title: 'Stop at the first error (set -e)',
              safety: 'confirm' as const,
              intents: [
                {
                  kind: 'replaceText' as const,
                  at: { start: first.span.start, end: first.span.start },
                  text: 'set -e; ',
                },
              ],
            },
          ],
        }
      : {}),
  };
}

const QUIET =
  /^(?:echo|printf|export|set|cd|source|\.|exec|true|:|date|sleep|umask|shopt|trap|exit|return|read|local|declare|unset|ulimit)$/;

function isShell(text: string): boolean {
  const start = text.trimStart();
  if (/^(?:<powershell>|<script>|#cloud-config|Content-Type:|MIME-Version:)/i.test(start)) return false;
  return !start.startsWith('#!') || /^#!\s*\S*\/(?:env\s+)?(?:ba|da|k|z)?sh\b/.test(start);
}

function looksAtResults({ text }: Script): boolean {
  return /\|\|\s*(?:exit|return|\w*(?:err|fail|die|signal))|\btrap\b.*\b(?:ERR|EXIT)\b|cfn-signal\b.*\s(?:-e|--exit-code)[\s=]+["']?\$|^#!.*\s-[a-z]*e/m.test(
    text,
  );
}

/** Where the tool itself is told to go on. */
function* ignored(resource: Resource): Iterable<RuleFinding> {
  for (const entry of entriesIn(resource.settings)) {
    const goesOn =
      (entry.key.value === 'ignoreErrors' && literalBoolean(entry.value) === true) ||
      (entry.key.value === 'on_failure' && isWord(entry.value, 'continue'));
    if (!goesOn) continue;
    yield {
      span: entry.span,
      message: `\`${resource.name.value}\` counts as built when this command failed. Let the failure stop the build.`,
      fixes: [{ title: 'Stop when it fails', safety: 'confirm', intents: [{ kind: 'removeEntry', at: entry.span }] }],
    };
  }
}

function* entriesIn(value: Value): Iterable<MapEntry> {
  if (value.kind === 'list') for (const item of value.items) yield* entriesIn(item);
  if (value.kind !== 'map') return;
  for (const entry of value.entries) {
    if (entry.key.value === 'Properties') continue;
    if (entry.value.kind === 'map' && entryAt(entry.value, 'test') !== undefined) continue;
    yield entry;
    yield* entriesIn(entry.value);
  }
}

function isWord(value: Value, word: string): boolean {
  if (value.kind === 'scalar') return value.value === word;
  const [only, ...others] = value.kind === 'unknown' ? (value.parts ?? []) : [];
  return only !== undefined && others.length === 0 && 'value' in only && only.value === word;
}
