import type { Finding, FindingSeverity } from '../../model/finding.ts';
import type { Tree, TreeProblem } from '../../model/tree.ts';
import type { DataSource } from '../../schema/data.ts';
import { type DuplicateKey, duplicateKeys } from '../../syntax/duplicates.ts';
import { readYaml } from '../../syntax/yaml.ts';
import type { NodeSpan, Reading, SourceText } from '../language.ts';
import { ansibleData } from './data.ts';
import { type IniInventory, readIni } from './inventory/ini.ts';
import { type JinjaText, jinjaTexts } from './jinja/texts.ts';
import { kindOf } from './kind.ts';
import { lintNeighbours } from './lint/config.ts';
import { metadataNeighbours } from './lint/metadata.ts';
import { type Noqa, noqaOf, noqaSuppressions, withoutNoqa } from './lint/noqa.ts';
import { allTasks, type FileKind, headerOf, type Play, playsOf, type Task, tasksOfFile } from './model.ts';
import { type FileUses, fileUses } from './project/files.ts';
import { neighboursOf } from './project/neighbours.ts';

/** Keys that stand twice, said of one file: who has more has a file that no person wrote. */
const MOST_DUPLICATES = 200;

export interface AnsibleReading extends Reading {
  readonly tree: Tree;
  readonly kind: FileKind;
  readonly plays: readonly Play[];
  /** Outer tasks of a tasks or handlers file, or of all plays. */
  readonly tasks: readonly Task[];
  /** An inventory in INI form. */
  readonly ini?: IniInventory;
  /** Comments of ansible-lint that silence findings. */
  readonly noqa: readonly Noqa[];
  /** Files and roles it names. */
  readonly files: FileUses;
  /** Everything Jinja reads, in order. */
  readonly jinja: readonly JinjaText[];
}

export function readAnsible(source: SourceText, data: DataSource): AnsibleReading {
  const vault = source.text.startsWith('$ANSIBLE_VAULT;');
  const template = isTemplateFile(source);
  const tree: Tree = vault || template || isIni(source) ? opaque(source.text) : readYaml(source.text);
  const root = tree.roots.find((each) => each !== undefined);
  const ini = isIni(source) && !vault && !template && !/\.cfg$/.test(source.path) ? readIni(source.text) : undefined;
  const kind = vault ? 'vault' : template ? 'template' : ini ? 'inventory' : kindOf(source.path, root);
  const knows = (name: string) => ansibleData(data).module(name).kind !== 'unknown';
  const plays = kind === 'playbook' ? playsOf(root, knows) : [];
  const loose =
    kind === 'tasks' || kind === 'handlers' ? tasksOfFile(root, kind === 'handlers' ? 'handler' : 'task', knows) : [];
  const tasks = [...plays.flatMap((play) => play.tasks), ...loose];
  const noqa = noqaOf(source.text, tree.comments, tasks);
  const files = fileUses({ source, plays, tasks });
  return {
    source,
    tree,
    kind,
    plays,
    tasks,
    jinja: jinjaTexts(tree, kind, plays, tasks),
    comments: tree.comments,
    problems: [
      ...tree.problems.map(problemOf),
      ...withoutNoqa(duplicateKeys(tree).slice(0, MOST_DUPLICATES).map(duplicate), noqa),
    ],
    nodes: nodesOf(plays, tasks),
    neighbours: [
      ...neighboursOf(source.path, kind, files),
      ...(NOT_LINTED.has(kind) ? [] : [lintNeighbours(source.path)]),
      ...metadataNeighbours(source.path),
    ],
    noqa,
    suppressions: noqaSuppressions(noqa, source.text),
    files,
    ...(ini && { ini }),
  };
}

/** Kinds that ansible-lint has no rules for. */
const NOT_LINTED: ReadonlySet<FileKind> = new Set(['template', 'vault', 'config', 'inventory']);

/** Text that is not YAML, or not to be looked into. */
function opaque(text: string): Tree {
  return { text, notation: 'yaml', roots: [], comments: [], problems: [], tier: 'fast' };
}

/** Its text is anything at all; only what Jinja reads in it is ours. */
function isTemplateFile({ path, kind }: SourceText): boolean {
  return kind === 'template' || /\.(j2|jinja2)$/.test(path) || (kind === undefined && /(^|\/)templates\//.test(path));
}

function isIni({ path, text }: SourceText): boolean {
  return /\.(ini|cfg)$/.test(path) || (/^\s*\[[^\]\n,]+\]\s*$/m.test(text.slice(0, 2000)) && !/\.ya?ml$/.test(path));
}

export function finding(
  code: string,
  severity: FindingSeverity,
  message: string,
  at: Pick<Finding, 'span' | 'node'>,
  more: Partial<Pick<Finding, 'fixes' | 'kind' | 'tags' | 'related'>> = {},
): Finding {
  return { code: `ansible/${code}`, kind: 'schema', severity, message, span: at.span, node: at.node, ...more };
}

function problemOf({ code, message, span }: TreeProblem): Finding {
  return finding(
    'yaml-syntax',
    code === 'too-large' ? 'info' : 'error',
    message,
    { span, node: '' },
    { kind: 'syntax' },
  );
}

function duplicate({ key, span, related }: DuplicateKey): Finding {
  const message = `${key} stands twice in this mapping; the later one silently wins. Remove or rename one.`;
  return finding('duplicate-key', 'warning', message, { span, node: '' }, { kind: 'syntax', related });
}

function nodesOf(plays: readonly Play[], tasks: readonly Task[]): NodeSpan[] {
  const nodes = plays.map((play): NodeSpan => ({ path: play.path, span: play.map.span, header: headerOf(play) }));
  for (const task of allTasks(tasks)) nodes.push({ path: task.path, span: task.map.span, header: headerOf(task) });
  return nodes;
}
