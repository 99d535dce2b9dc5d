import type { Finding, Fix } from '../../../model/finding.ts';
import { keyText } from '../../../model/tree.ts';
import { closest } from '../../../schema/closest.ts';
import type { JinjaUse } from '../../../syntax/jinja.ts';
import type { Surroundings } from '../../language.ts';
import { type OwnPlugins, ownPlugins } from '../installed/plugins.ts';
import { allTasks } from '../model.ts';
import { type AnsibleReading, finding } from '../reading.ts';
import { unbraced } from './braces.ts';
import { type PluginKind, type Plugins, pluginsOf } from './plugins.ts';
import type { JinjaText } from './texts.ts';
import { unquotedBraces } from './unquoted.ts';

/** What Jinja itself refuses, and filters, tests and lookups nobody knows. */
export function checkJinja(reading: AnsibleReading, around: Surroundings): Finding[] {
  // In a repaired text a quote may end anywhere.
  if (reading.tree.tier === 'repaired' || reading.tree.tier === 'refused') return [];
  const judge = judgeOf(reading, around);
  return [
    ...reading.jinja.flatMap((text) => [...syntax(text), ...braces(text), ...names(text, judge)]),
    ...(reading.kind === 'other' ? [] : unquotedBraces(reading.tree)),
    ...loops(reading, judge),
  ];
}

function syntax({ jinja, node, bare, key, span }: JinjaText): Finding[] {
  return jinja.problems.map(({ message, start, end }) => {
    const where = bare ? `${key} is no expression` : 'This is no Jinja';
    const says = `${where}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
    return finding('jinja-syntax', 'error', says, { span: span(start, end), node }, { kind: 'semantic' });
  });
}

const WHEN: ReadonlySet<string> = new Set(['when', 'changed_when', 'failed_when', 'until', 'break_when']);

/** A condition is an expression already: braces make Ansible read it twice. */
function braces({ bare, condition, key, text, scalar, jinja, node }: JinjaText): Finding[] {
  if (bare || !condition || !WHEN.has(key) || scalar === undefined || jinja.problems.length > 0 || !text.includes('{{'))
    return [];
  const plain = unbraced(text);
  const fixes: Fix[] =
    plain === undefined
      ? []
      : [{ title: 'Take the braces away', safety: 'safe', edits: [{ span: scalar.span, text: plain }] }];
  const message = `${key} is an expression already: write it without {{ }}, or it is read twice and may run what data says.`;
  return [finding('no-jinja-when', 'warning', message, { span: scalar.span, node }, { kind: 'semantic', fixes })];
}

function names(text: JinjaText, judge: Judge): Finding[] {
  return text.jinja.uses.flatMap((use) => {
    if (use.kind === 'filter' || use.kind === 'test') {
      const at = { span: text.span(use.start, use.end), node: text.node };
      return unknown(use.kind, use.name, at, judge);
    }
    const looked = lookupOf(use);
    if (looked === undefined) return [];
    return unknown('lookup', looked.text, { span: text.span(looked.start, looked.end), node: text.node }, judge);
  });
}

function lookupOf({ kind, name, argument }: JinjaUse): JinjaUse['argument'] {
  return kind === 'call' && (name === 'lookup' || name === 'query' || name === 'q') ? argument : undefined;
}

/** `with_items`, `with_fileglob`: what stands behind the underscore is a lookup. */
function loops({ tasks }: AnsibleReading, judge: Judge): Finding[] {
  return [...allTasks(tasks)].flatMap((task) =>
    task.map.entries.flatMap((entry) => {
      const name = /^with_(.+)$/.exec(keyText(entry) ?? '')?.[1];
      if (name === undefined) return [];
      const { end } = entry.key.span;
      return unknown('lookup', name, { span: { start: end - name.length, end }, node: task.path }, judge);
    }),
  );
}

/** What is bundled, and what the project has itself. */
interface Judge {
  readonly bundled: (kind: PluginKind) => Plugins;
  readonly own: (kind: PluginKind) => OwnPlugins;
}

function judgeOf(reading: AnsibleReading, { project, data }: Surroundings): Judge {
  const known = new Map<PluginKind, OwnPlugins>();
  return {
    bundled: (kind) => pluginsOf(data, kind),
    own: (kind) => {
      const own = known.get(kind) ?? ownPlugins(kind, reading.source.path, project);
      known.set(kind, own);
      return own;
    },
  };
}

function unknown(kind: PluginKind, name: string, at: Pick<Finding, 'span' | 'node'>, judge: Judge): Finding[] {
  const plugins = judge.bundled(kind);
  if (plugins.judge(name) !== 'unknown' || name.includes('{{')) return [];
  const own = judge.own(kind);
  if (own.open || own.names.has(name)) return [];
  const near = closest(name, name.includes('.') ? plugins.full : plugins.short);
  const fixes: Fix[] =
    near === undefined ? [] : [{ title: `Change to ${near}`, safety: 'safe', edits: [{ span: at.span, text: near }] }];
  const message = `No ${kind} ${name} is known here.${near ? ` Did you mean ${near}?` : ' It may be one of your own.'}`;
  // A project may have plugins of its own; a bundled collection has no more than it has.
  const severity = near !== undefined || name.includes('.') ? 'warning' : 'hint';
  return [finding(`unknown-${kind}`, severity, message, at, { kind: 'semantic', fixes })];
}
