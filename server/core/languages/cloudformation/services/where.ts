import { entryOf, keyText, type TreeNode } from '../../../model/tree.ts';
import type { TreePlace } from '../../../syntax/place.ts';
import type { CfnReading } from '../reading.ts';
import { resolved } from '../template.ts';

/** The function whose argument a place is. */
export interface Call {
  /** Without prefix: `Ref`, `GetAtt`, `If`. */
  readonly name: string;
  readonly argument: number;
  readonly args: TreeNode | undefined;
}

/** A place in terms of the template language: functions and loops on the way are looked through. */
export interface Where {
  readonly section: string | undefined;
  readonly id: string | undefined;
  readonly attribute: string | undefined;
  /** Below the attribute, as the schema counts it. Undefined inside a function that makes something else of its arguments. */
  readonly rest: readonly string[] | undefined;
  /** Steps below the section, functions counted. */
  readonly depth: number;
  /** Type of the resource it stands in. */
  readonly type: string | undefined;
  readonly body: TreeNode | undefined;
  readonly call: Call | undefined;
}

export function whereAt(reading: CfnReading, place: TreePlace): Where {
  const { root } = reading.template;
  const looped = place.path[1]?.startsWith('Fn::ForEach::') === true;
  if (looped && place.path[2] !== '2') return loopHead(reading.tree.text, place);
  const body = bodyAt(root, looped ? place.path.slice(0, 4) : place.path.slice(0, 2));
  const path = looped ? [place.path[0] ?? '', ...place.path.slice(3)] : place.path;
  const [section, id, attribute, ...below] = path;
  const from = attribute === undefined ? undefined : entryOf(body, attribute)?.value;
  const { steps, call, opaque } = withoutFunctions(attribute === undefined ? body : from, below);
  const type = section === 'Resources' ? entryOf(resolved(body), 'Type')?.value : undefined;
  return {
    section,
    id,
    attribute,
    rest: opaque ? undefined : steps,
    depth: path.length - 1,
    type: type?.kind === 'scalar' && type.text !== '' ? type.text : undefined,
    body: resolved(body),
    call:
      taggedCall(place.node) ??
      directCall(reading.tree.text, place) ??
      outerCall(attribute, from) ??
      call ??
      (section === 'Conditions' ? withoutFunctions(body, path.slice(2)).call : undefined) ??
      writtenCall(reading.tree.text, place),
  };
}

/** The variable of a loop and what it stands for: values of the template language that belong to no resource. */
function loopHead(text: string, place: TreePlace): Where {
  const call = taggedCall(place.node) ?? directCall(text, place);
  const [section, id] = place.path;
  return { section, id, attribute: 'Fn::ForEach', rest: undefined, depth: 9, type: undefined, body: undefined, call };
}

/** `!Ref`, `!Sub`: the value itself is the only argument. */
function taggedCall(node: TreeNode | undefined): Call | undefined {
  const name = node?.kind === 'scalar' ? shortName(node) : undefined;
  return name === undefined ? undefined : { name, argument: 0, args: node };
}

/** `!Ref` right before the place: what stands there is its argument, whatever list both are in. */
function directCall(text: string, { span }: TreePlace): Call | undefined {
  const name = /!(\w+)[ \t]+['"]?$/.exec(text.slice(Math.max(0, span.start - 80), span.start))?.[1];
  return name === undefined ? undefined : { name, argument: 0, args: undefined };
}

/** A condition is named two levels down: `Conditions: Name: Fn::Not: …` has its function where a resource has its attribute. */
function outerCall(attribute: string | undefined, args: TreeNode | undefined): Call | undefined {
  const name = attribute === undefined ? undefined : longName(attribute);
  return name === undefined || args?.kind !== 'scalar' ? undefined : { name, argument: 0, args };
}

function bodyAt(root: TreeNode | undefined, path: readonly string[]): TreeNode | undefined {
  return path.length < 2 ? undefined : path.reduce<TreeNode | undefined>(childOf, root);
}

function childOf(node: TreeNode | undefined, step: string): TreeNode | undefined {
  const at = resolved(node);
  if (at?.kind === 'list') return at.items[Number(step)];
  return at?.kind === 'map' ? at.entries.findLast((entry) => keyText(entry) === step)?.value : undefined;
}

function withoutFunctions(
  from: TreeNode | undefined,
  path: readonly string[],
): { readonly steps: readonly string[]; readonly call: Call | undefined; readonly opaque: boolean } {
  const steps: string[] = [];
  let node = from;
  let call: Call | undefined;
  let opaque = false;
  for (let at = 0; at < path.length; at++) {
    const step = path[at] ?? '';
    const long = longName(step);
    const name = long ?? (node?.kind === 'list' ? shortName(node) : undefined);
    if (name === undefined) {
      steps.push(step);
      call = undefined;
      node = childOf(node, step);
      continue;
    }
    const args = long === undefined ? node : childOf(node, step);
    const index: string | undefined = long === undefined ? step : path[at + 1];
    const listed = index !== undefined && /^\d+$/.test(index);
    call = { name, argument: listed ? Number(index) : 0, args };
    node = listed ? childOf(args, index) : args;
    if (long !== undefined && listed) at++;
    opaque ||= name !== 'If';
  }
  return { steps, call, opaque };
}

function shortName(node: TreeNode): string | undefined {
  return node.tag && /^!\w+$/.test(node.tag.value) ? node.tag.value.slice(1) : undefined;
}

function longName(key: string): string | undefined {
  if (key === 'Ref') return key;
  return key.startsWith('Fn::') && !key.startsWith('Fn::ForEach::') ? key.slice(4) : undefined;
}

/** As it stands in a text that cannot be read yet. */
function writtenCall(text: string, place: TreePlace): Call | undefined {
  const before = text.slice(Math.max(0, place.span.start - 80), place.span.start);
  const name = /!(\w+)[ \t]*\[[ \t]*['"]?$/.exec(before)?.[1];
  return name === undefined ? undefined : { name, argument: 0, args: undefined };
}
