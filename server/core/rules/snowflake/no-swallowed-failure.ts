import type { Resource, Script, Step } from '../../model/fact.ts';
import { entryAt, literalBoolean, literalText, type MapEntry, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-swallowed-failure',
  group: 'snowflake',
  title: 'Errors of the build of a server are ignored',
  why: 'A build that may half-fail produces servers that look equal and are not.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-how', 'CAP-deny'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A script of one step, or one whose steps are tied by `&&`, passes.',
    'A script that looks at its own results (`|| exit`, `trap … ERR`, `cfn-signal -e $?`) passes.',
    'Scripts that are no shell (PowerShell, cloud-config, Python) pass.',
    'Files that are tests pass.',
    'A task whose result is registered, one that only asks, and one that is told so only in a dry run pass.',
    'A task that stops or removes something passes: it need not be there.',
    'A task that only waits passes.',
  ],
  peers: { 'ansible-lint': ['ignore-errors'], checkov: ['CKV2_ANSIBLE_3'] },
  looksAt: ['script', 'resource', 'step'],

  check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'test')) return [];
    if (fact.fact === 'script') return unchecked(fact);
    return fact.fact === 'step' ? goesOn(fact) : ignored(fact);
  },
});

function* unchecked(script: Script): Iterable<RuleFinding> {
  if (script.when !== 'boot' || script.stopsOnError === true || !isShell(script.text) || looksAtResults(script)) return;
  // What stands in for an unknown part may hold the `set -e` that is missed here.
  if (script.commands.some(({ program, depth }) => depth === 0 && program === '')) return;
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
  if (/^(?:#(?!!).*\n|\s)*(?:version:|tasks:|packages:|runcmd:)/.test(start)) return false;
  if (/^(?:<powershell>|<script>|#cloud-config|Content-Type:|MIME-Version:)/i.test(start)) return false;
  return !start.startsWith('#!') || /^#!\s*\S*\/(?:env\s+)?(?:ba|da|k|z)?sh\b/.test(start);
}

function looksAtResults({ text }: Script): boolean {
  return /\|\|\s*(?:exit|return|\w*(?:err|fail|die|signal))|\btrap\b.*\b(?:ERR|EXIT)\b|cfn-signal\b.*\s(?:-e|--exit-code)[\s=]+["']?\$|^#!.*\s-[a-z]*e/m.test(
    text,
  );
}

/** A step whose failure nobody looks at. */
function goesOn(step: Step): readonly RuleFinding[] {
  if (entryAt(step.keywords, 'register') !== undefined || ASKS.test(step.does.value)) return [];
  const entry =
    isWritten(entryAt(step.keywords, 'ignore_errors'), true) ??
    (BUILDS.test(step.does.value) ? isWritten(entryAt(step.keywords, 'failed_when'), false) : undefined);
  const state = literalText(entryAt(step.settings, 'state')?.value) ?? '';
  if (entry === undefined || /^(?:stopped|absent|unmounted|killed)$/.test(state) || REMOVES.test(step.name.value))
    return [];
  if (WAITS.test(step.name.value)) return [];
  return [
    {
      span: entry.span,
      message: `\`${step.name.value}\` may fail and nobody hears of it, so the server can come up half built. Let the failure stop the play, or register the result and judge it.`,
      fixes: [{ title: 'Stop when it fails', safety: 'confirm', intents: [{ kind: 'removeEntry', at: entry.span }] }],
    },
  ];
}

function isWritten(entry: MapEntry | undefined, wanted: boolean): MapEntry | undefined {
  return entry !== undefined && literalBoolean(entry.value) === wanted ? entry : undefined;
}

const BUILDS =
  /\.(?:apt|dnf|dnf5|yum|package|pip|npm|service|systemd|systemd_service|template|copy|unarchive|get_url|git)$/;
/** What is taken down need not be there. */
const REMOVES =
  /(?:^|[^a-z])(?:stop|remove|delete|purge|clean|clear|uninstall|unmount|umount|reset|disable|kill|zap|wipe|destroy|reboot|shutdown|restart machine|retire|mask)/i;
const WAITS = /^wait\b/i;
/** Nothing is built by a question. */
const ASKS = /\.(?:debug|assert|fail|stat|wait_for|wait_for_connection|uri|ping|setup|\w+_(?:info|facts))$/;

/** Where the tool itself is told to go on. */
function ignored(resource: Resource): readonly RuleFinding[] {
  return ignoringIn(resource.settings).map((entry) => ({
    span: entry.span,
    message: `\`${resource.name.value}\` counts as built when this command failed. Let the failure stop the build.`,
    fixes: [{ title: 'Stop when it fails', safety: 'confirm', intents: [{ kind: 'removeEntry', at: entry.span }] }],
  }));
}

function ignoringIn(value: Value, found: MapEntry[] = []): readonly MapEntry[] {
  if (value.kind === 'list') for (const item of value.items) ignoringIn(item, found);
  if (value.kind !== 'map') return found;
  for (const entry of value.entries) {
    if (entry.key.value === 'Properties') continue;
    if (entry.value.kind === 'map' && entryAt(entry.value, 'test') !== undefined) continue;
    const goesOn =
      (entry.key.value === 'ignoreErrors' && literalBoolean(entry.value) === true) ||
      (entry.key.value === 'on_failure' && isWord(entry.value, 'continue'));
    if (goesOn) found.push(entry);
    ignoringIn(entry.value, found);
  }
  return found;
}

function isWord(value: Value, word: string): boolean {
  if (value.kind === 'scalar') return value.value === word;
  const [only, ...others] = value.kind === 'unknown' ? (value.parts ?? []) : [];
  return only !== undefined && others.length === 0 && 'value' in only && only.value === word;
}
