import type { Span } from '../../../model/span.ts';
import {
  keyText,
  type MapNode,
  type ScalarNode,
  type Tree,
  type TreeEntry,
  type TreeNode,
} from '../../../model/tree.ts';
import { type JinjaReading, readJinja, readJinjaExpression } from '../../../syntax/jinja.ts';
import { type ScalarMap, scalarMap } from '../../../syntax/scalar-map.ts';
import { isTemplate } from '../arguments.ts';
import { allTasks, type FileKind, type Play, type Task } from '../model.ts';

/** One text that Jinja reads: a scalar with braces, a condition, or a whole template file. */
export interface JinjaText {
  readonly text: string;
  /** A condition or expression that stands without braces. */
  readonly bare: boolean;
  /** It stands where a condition stands, with or without braces. */
  readonly condition: boolean;
  /** Path of the play or task it belongs to; empty in files without. */
  readonly node: string;
  /** Nearest key it is a value of: `when`, `src`. */
  readonly key: string;
  /** Undefined for a whole file. */
  readonly scalar: ScalarNode | undefined;
  readonly jinja: JinjaReading;
  /** Range of the document for a range of the text. */
  span(start: number, end: number): Span;
  /** Offset in the text for one of the document. */
  toText(offset: number): number;
}

/** Keys whose values are expressions without braces. */
const CONDITIONS: ReadonlySet<string> = new Set(['when', 'changed_when', 'failed_when', 'until', 'break_when']);
/** Options of modules that are so too, by the short name of the module. */
const CONDITION_OPTIONS: ReadonlyMap<string, string> = new Map([
  ['assert', 'that'],
  ['debug', 'var'],
]);

/** Nodes one file is searched for; an alias is not followed, its target was read where it stands. */
const MOST_NODES = 400_000;

const TEMPLATED: ReadonlySet<FileKind> = new Set(['playbook', 'tasks', 'handlers', 'vars', 'inventory']);

export function jinjaTexts(tree: Tree, kind: FileKind, plays: readonly Play[], tasks: readonly Task[]): JinjaText[] {
  if (kind === 'template') return wholeFile(tree.text);
  if (!TEMPLATED.has(kind)) return [];
  const owners = new Map<MapNode, Owner>();
  for (const play of plays) owners.set(play.map, { path: play.path, option: undefined, action: undefined });
  for (const task of allTasks(tasks)) owners.set(task.map, ownerOf(task));
  const walk = new Walk(tree, owners);
  for (const root of tree.roots) if (root !== undefined) walk.visit(root, { node: '', key: '', conditions: false });
  return walk.found;
}

interface Owner {
  readonly path: string;
  /** Entry that holds the module's options, and the option that is a condition. */
  readonly action: TreeEntry | undefined;
  readonly option: string | undefined;
}

function ownerOf({ path, action }: Task): Owner {
  const short = action?.name.value.split('.').at(-1) ?? '';
  return { path, action: action?.entry, option: CONDITION_OPTIONS.get(short) };
}

interface Place {
  readonly node: string;
  readonly key: string;
  /** The value itself, or each item of it, is an expression. */
  readonly conditions: boolean;
  /** The map below holds module options, and this one is an expression. */
  readonly option?: string | undefined;
}

class Walk {
  readonly found: JinjaText[] = [];
  readonly #tree: Tree;
  readonly #owners: ReadonlyMap<MapNode, Owner>;
  #left = MOST_NODES;

  constructor(tree: Tree, owners: ReadonlyMap<MapNode, Owner>) {
    this.#tree = tree;
    this.#owners = owners;
  }

  visit(node: TreeNode, place: Place): void {
    if (this.#left-- <= 0 || node.tag !== undefined) return;
    if (node.kind === 'scalar') this.#scalar(node, place);
    else if (node.kind === 'list') for (const item of node.items) this.visit(item, place);
    else if (node.kind === 'map') this.#map(node, place);
  }

  #map(map: MapNode, place: Place): void {
    const owner = this.#owners.get(map);
    const node = owner?.path ?? place.node;
    // Keys of roles and of loop_control may be conditions as well.
    const keywords = owner !== undefined || place.key === 'roles' || place.key === 'loop_control';
    for (const entry of map.entries) {
      if (entry.key.kind === 'scalar' && isTemplate(entry.key.text))
        this.#scalar(entry.key, { node, key: '', conditions: false });
      const key = keyText(entry) ?? '';
      this.visit(entry.value, {
        node,
        key,
        conditions: (keywords && CONDITIONS.has(key)) || (place.option !== undefined && place.option === key),
        ...(owner?.action === entry && owner.option !== undefined && { option: owner.option }),
      });
    }
  }

  #scalar(scalar: ScalarNode, { node, key, conditions }: Place): void {
    const { text } = scalar;
    const braces = isTemplate(text) || text.includes('{#');
    if (!braces && (!conditions || scalar.style === 'empty' || text.trim() === '')) return;
    // What is longer than any person writes would only cost time.
    if (text.length > MOST_CHARACTERS) return;
    const bare = conditions && !braces;
    const jinja = bare ? readJinjaExpression(text) : readJinja(text);
    const place = lazyMap(this.#tree.text, scalar);
    this.found.push({
      text,
      bare,
      condition: conditions,
      node,
      key,
      scalar,
      jinja,
      span: (start, end) => place().span(start, end),
      toText: (offset) => place().toDecoded(offset),
    });
  }
}

const MOST_CHARACTERS = 2_000_000;

function lazyMap(source: string, scalar: ScalarNode): () => ScalarMap {
  let map: ScalarMap | undefined;
  return () => {
    map ??= scalarMap(source, scalar);
    return map;
  };
}

function wholeFile(text: string): JinjaText[] {
  // The first line may give the template delimiters of its own: then nothing in it is what it looks like.
  if (/^#jinja2:.*_(start|end)_string/.test(text) || text.length > MOST_CHARACTERS) return [];
  return [
    {
      text,
      bare: false,
      condition: false,
      node: '',
      key: '',
      scalar: undefined,
      jinja: readJinja(text),
      span: (start, end) => ({ start, end }),
      toText: (offset) => offset,
    },
  ];
}
