import { entryIn } from '../../model/table.ts';
import type { TreeEntry, TreeNode } from '../../model/tree.ts';
import { type CheckContext, finding } from './context.ts';
import { argumentList, intrinsicOf } from './intrinsic.ts';
import type { Place } from './place.ts';
import type { CfnStruct } from './schema.ts';
import { isServerless, resolved } from './template.ts';

/** Which properties must be there, alone, together or not together. `present` holds every property that is written. */
export function checkPresence(
  context: CheckContext,
  place: Place,
  struct: CfnStruct,
  present: ReadonlyMap<string, TreeEntry>,
): void {
  const where = place.path === '' ? place.type : `${place.path} of ${place.type}`;
  checkPairs(context, place, struct, present, where);
  if (!context.complete) return;
  const at = { span: place.header, node: place.node };
  for (const name of requiredOf(struct))
    if (isAbsent(present.get(name)) && !mayBeGlobal(context, place, name))
      context.add(finding('missing-property', 'error', `${where} needs the property ${name}.`, at));
  const groups = [
    ...(struct.one ? [{ groups: struct.one, word: 'exactly one' }] : []),
    ...(struct.any ? [{ groups: struct.any, word: 'at least one' }] : []),
  ];
  for (const { groups: alternatives, word } of groups) {
    if (alternatives.some((names) => names.every((name) => present.has(name)))) continue;
    if (alternatives.flat().some((name) => mayBeGlobal(context, place, name))) continue;
    const list = alternatives.map((names) => names.join(' with ')).join(', ');
    context.add(finding('property-combination', 'warning', `${where} needs ${word} of: ${list}.`, at));
  }
}

/** Not written, or taken away again by `AWS::NoValue`. */
function isAbsent(entry: TreeEntry | undefined): boolean {
  if (entry === undefined) return true;
  const call = intrinsicOf(entry.value);
  return call?.name === 'Ref' && call.args.kind === 'scalar' && call.args.text === 'AWS::NoValue';
}

/** By shape: the same few are asked about for every resource of a template. */
const required = new WeakMap<CfnStruct, readonly string[]>();

function requiredOf(struct: CfnStruct): readonly string[] {
  const known = required.get(struct);
  if (known) return known;
  const names = Object.entries(struct.p).flatMap(([name, { q }]) => (q ? [name] : []));
  required.set(struct, names);
  return names;
}

function checkPairs(
  context: CheckContext,
  place: Place,
  struct: CfnStruct,
  present: ReadonlyMap<string, TreeEntry>,
  where: string,
): void {
  for (const [one, other] of struct.not ?? []) {
    const [first, second] = [present.get(one), present.get(other)];
    if (first === undefined || second === undefined || mayVanish(first.value) || mayVanish(second.value)) continue;
    const at = { span: second.key.span, node: place.node };
    const message = `${one} and ${other} cannot stand together in ${where}: remove one of them.`;
    context.add(
      finding('property-combination', 'warning', message, at, {
        related: [{ message: `${one} stands here`, span: first.key.span }],
      }),
    );
  }
  for (const [one, other] of struct.with ?? []) {
    const first = present.get(one);
    if (first === undefined || present.has(other) || mayVanish(first.value) || !context.complete) continue;
    if (mayBeGlobal(context, place, other)) continue;
    const at = { span: first.key.span, node: place.node };
    context.add(finding('property-combination', 'warning', `${one} of ${where} needs ${other} beside it.`, at));
  }
}

/** A value that is nothing, at least under some condition: empty, `AWS::NoValue`, or an `If` with it in a branch. */
export function mayVanish(node: TreeNode, depth = 0): boolean {
  const at = resolved(node);
  if ((at?.kind === 'list' && at.items.length === 0) || (at?.kind === 'map' && at.entries.length === 0)) return true;
  const call = at && intrinsicOf(at);
  if (call?.name === 'Ref') return call.args.kind === 'scalar' && call.args.text === 'AWS::NoValue';
  if (call?.name !== 'If') return call?.name === 'Transform';
  return (
    depth > 20 ||
    argumentList(call)
      .slice(1)
      .some((branch) => mayVanish(branch, depth + 1))
  );
}

/** `Globals` are merged into what a resource says, maps key by key: a part that is missing here may stand there. */
function mayBeGlobal(context: CheckContext, { type, path }: Place, name: string): boolean {
  if (!isServerless(type) || !context.template.globals) return false;
  const top = path === '' ? name : (path.split('.')[0] ?? '');
  return entryIn(context.schema.globals, type.split('::')[2] ?? '')?.includes(top) === true;
}
