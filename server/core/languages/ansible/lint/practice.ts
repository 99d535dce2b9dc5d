import { entryOf, keyText } from '../../../model/tree.ts';
import { isTemplate } from '../arguments.ts';
import { headerOf, texts, writtenText } from '../model.ts';
import { partialBecome } from './become.ts';
import { BY_NAME, namedSo } from './metadata.ts';
import { fix, indentAt, type LintTask, type Report } from './rule.ts';

/** Habits that make a play fail late, or lie about what it changed. */
export function practiceOfTask(each: LintTask, report: Report): void {
  const { task } = each;
  partialBecome(each, report);
  if (task.kind === 'block') return;
  shell(each, report);
  secrets(each, report);
  conditions(each, report);
  files(each, report);
  if (entryOf(task.map, 'run_once'))
    report('run-once[task]', at(each), 'run_once runs once per batch and behaves differently with the free strategy.');
}

function at({ task }: LintTask) {
  return { span: headerOf(task), node: task.path };
}

/** Programs that a module does better, by the first word of a command. */
const MODULES: Readonly<Record<string, string>> = {
  'apt-get': 'apt',
  chkconfig: 'service',
  curl: 'get_url or uri',
  git: 'git',
  hg: 'hg',
  letsencrypt: 'acme_certificate',
  mktemp: 'tempfile',
  mount: 'mount',
  patch: 'patch',
  rpm: 'yum or rpm_key',
  rsync: 'synchronize',
  sed: 'template, replace or lineinfile',
  service: 'service',
  supervisorctl: 'supervisorctl',
  svn: 'subversion',
  systemctl: 'systemd',
  tar: 'unarchive',
  unzip: 'unarchive',
  wget: 'get_url or uri',
  yum: 'yum',
};
/** What git, systemctl and others do that their modules cannot. */
const NOT_IN_MODULE =
  /^(git (branch|log|lfs|rev-parse|show|status|diff|config|clean|ls-remote)|systemctl (--version|get-default|is-active|is-enabled|is-failed|kill|set-default|set-property|set-environment|unset-environment|import-environment|show-environment|status|reset-failed|show|list-\S+|cat)|yum (clean|history|info)|rpm (--nodeps|-q\S*)|apt-get (clean|autoclean)|sed -n)\b/;

/** Words that only a shell knows. */
const BUILT_INTO_SHELL = new Set(
  '. source cd export set unset umask ulimit type alias exec eval exit read trap wait if for while case until function command builtin'.split(
    ' ',
  ),
);

function shell(each: LintTask, report: Report): void {
  const { task, given, module } = each;
  const name = /^ansible\.builtin\.(command|shell|raw|script)$/.exec(module)?.[1];
  if (name === undefined) return;
  const command = given.free?.value ?? given.list.find((one) => one.name.value === 'cmd')?.text ?? '';
  const words = command.trim().split(/\s+/, 2);
  const program = words[0]?.split('/').at(-1) ?? '';
  const better = Object.hasOwn(MODULES, program) ? MODULES[program] : undefined;
  if (name !== 'raw' && better !== undefined && !NOT_IN_MODULE.test(command.trim().replace(/^\S*\//, '')))
    report(
      'command-instead-of-module',
      at(each),
      `${program}: the module ${better} knows whether anything has to be done.`,
    );
  if (/^[A-Z_][A-Z0-9_]*=\S/.test(command.trim()) && name === 'command')
    report('inline-env-var', at(each), 'command starts no shell: give variables in environment.');
  if (
    name === 'shell' &&
    !BUILT_INTO_SHELL.has(program) &&
    !/[&|<>;$\n*[\]{}?`~!#\\]/.test(command.replace(/\{\{[^}]*\}\}/g, '')) &&
    command !== '' &&
    !given.list.some((one) => one.name.value === 'executable')
  )
    report(
      'command-instead-of-shell',
      at(each),
      'Nothing here needs a shell: use command.',
      task.action ? fix('Use command', task.action.name.span, task.action.name.value.replace(/shell$/, 'command')) : [],
    );
  if (
    name === 'shell' &&
    /[^|]\|[^|]/.test(command.replace(/\{\{[^}]*\}\}/g, '')) &&
    !/pipefail/.test(command) &&
    entryOf(task.map, 'ignore_errors') === undefined &&
    !given.list.some((one) => /pwsh/.test(one.text ?? ''))
  )
    report('risky-shell-pipe', at(each), 'A failure before the pipe is lost: begin with set -o pipefail.');
  const tells = ['changed_when', 'creates', 'removes'].some(
    (key) => entryOf(task.map, key) || given.list.some((one) => one.name.value === key),
  );
  const apart = entryOf(task.map, 'async') && writtenText(entryOf(task.map, 'poll')?.value)?.value === '0';
  if (!tells && name !== 'script' && !apart && !given.open)
    report(
      'no-changed-when',
      at(each),
      'This always counts as changed: say when it is with changed_when, creates or removes.',
    );
}

/** A loop prints every item. */
function secrets(each: LintTask, report: Report): void {
  const { task, given, reading } = each;
  const loops = task.map.entries.some((entry) => /^(loop|with_.*)$/.test(keyText(entry) ?? ''));
  const secret = given.list.find(({ name, text }) => /(^|_)password$/.test(name.value) && isTemplate(text ?? ''));
  const log = entryOf(task.map, 'no_log');
  const off = writtenText(log?.value);
  if (!loops || secret === undefined || (log !== undefined && !/^(false|no|off)$/i.test(off?.value ?? ''))) return;
  const last = task.map.entries.at(-1);
  const indent = indentAt(reading.tree.text, task.map.span.start);
  const fixes =
    off !== undefined
      ? fix('Change to no_log: true', off.span, 'true')
      : last === undefined || task.map.flow
        ? []
        : fix('Add no_log: true', { start: last.span.end, end: last.span.end }, `\n${indent}no_log: true`);
  report(
    'no-log-password',
    { span: secret.name.span, node: task.path },
    'The loop prints every password: add no_log.',
    fixes,
  );
}

function conditions(each: LintTask, report: Report): void {
  const { task } = each;
  const node = entryOf(task.map, 'when')?.value;
  const items = node?.kind === 'list' ? node.items : node ? [node] : [];
  for (const { value, span } of items.flatMap((item) => writtenText(item) ?? [])) {
    const where = { span, node: task.path };
    if (/[=!]= ?(True|true|False|false)\b/.test(value))
      report('literal-compare', where, 'Do not compare with true or false: the value says it itself.');
    if (/[=!]= ?(""|'')/.test(value))
      report('empty-string-compare', where, 'Ask for the length instead of comparing with an empty text.');
    if (items.length === 1 && asksForChange(value) && task.kind !== 'handler')
      report('no-handler', where, 'What runs when something changed is a handler.');
  }
}

/** `result is changed`, and nothing else with it. */
function asksForChange(condition: string): boolean {
  if (condition.split(/\s+/).some((word) => word === 'and' || word === 'or' || word === 'not')) return false;
  return /\.changed\b|\|changed|\[["']changed["']\]|is changed\b/.test(condition);
}

const WRITES = /^ansible\.builtin\.(assemble|copy|get_url|template)$/;
/** Modules that make the file only when they are told to. */
const CREATES = /^(ansible\.builtin\.(lineinfile|blockinfile)|community\.general\.ini_file)$/;

function files(each: LintTask, report: Report): void {
  const { module, given, task } = each;
  const option = (name: string) => given.list.find((one) => one.name.value === name);
  const src = option('src');
  if (/\.(copy|template|win_copy|win_template)$/.test(module) && src?.text?.startsWith('../'))
    report(
      'no-relative-paths',
      { span: src.span, node: task.path },
      'Files lie in files/ or templates/: name them without ../.',
    );
  const content = option('content')?.node;
  if (module === 'ansible.builtin.copy' && (content?.kind === 'map' || content?.kind === 'list'))
    report('avoid-implicit[copy-content]', at(each), 'Say how it becomes a text: content: "{{ value | to_json }}".');
  const state = option('state')?.text ?? '';
  const on = (name: string): boolean => /^(true|yes|on)$/i.test(option(name)?.text ?? '');
  const makes =
    WRITES.test(module) ||
    (CREATES.test(module) && on('create')) ||
    (module === 'ansible.builtin.file' && /^(directory|touch)$/.test(state) && !on('recurse'));
  const keeps = option('mode')?.text === 'preserve' && !/\.(copy|template)$/.test(module);
  if (keeps) report('risky-file-permissions', at(each), 'Only copy and template can preserve a mode.');
  if (
    makes &&
    option('mode') === undefined &&
    option('remote_src') === undefined &&
    !given.open &&
    !task.hasDefaults &&
    !isTemplate(state)
  )
    report('risky-file-permissions', at(each), 'Without mode the permissions depend on the machine: give one.');
  const role = /\.(include|import)_role$/.test(module) ? (option('name')?.text ?? option('role')?.text) : undefined;
  if (role !== undefined && !isTemplate(role))
    for (const name of texts(option('name')?.node)) roleNamed(name, at(each), report);
}

export function roleNamed(name: string, where: ReturnType<typeof at>, report: Report): void {
  if (name.includes('/')) report('role-name[path]', where, BY_NAME);
  else if (!name.includes('.') && !/^[a-z][a-z0-9_]*$/.test(name)) report('role-name', where, namedSo(name));
}
