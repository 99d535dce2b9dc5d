import { entryOf, keyText, type MapNode, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import { type CheckContext, finding } from './context.ts';
import { inside, intrinsicOf } from './intrinsic.ts';
import type { NameUse } from './references.ts';
import { type Named, resolved } from './template.ts';

/** Rules, metadata of the console, mappings, conditions that need each other, and texts that are too long. */
export function checkSections(context: CheckContext, uses: readonly NameUse[]): void {
  if (context.template.unknownMacro) return;
  checkRules(context);
  checkMappings(context);
  checkCollisions(context);
  checkInterface(context, uses);
  if (context.complete) checkConditionCycles(context, uses);
  for (const section of context.template.sections)
    if (keyText(section) === 'Description') checkDescription(context, section);
    else if (keyText(section) === 'Transform') checkTransform(context, section);
}

/** The name of a macro, or `{ Name, Parameters }`, or a list of either. */
function checkTransform(context: CheckContext, { key, value }: TreeEntry): void {
  const at = resolved(value);
  for (const item of at?.kind === 'list' ? at.items : [at]) {
    const one = resolved(item);
    if (one === undefined || one.kind === 'alias' || !context.complete) continue;
    if (one.kind === 'map') unknownKeys(context, one, ['Name', 'Parameters'], 'A transform', 'Transform');
    const named =
      one.kind === 'map' ? one.entries.some((entry) => /^(Name$|Fn::|<<$)/.test(keyText(entry) ?? '<<')) : true;
    const text = one.kind === 'scalar' ? one.style !== 'plain' || !/^(null|~)$/.test(one.text) : one.kind === 'map';
    if (named && text && !(one.kind === 'scalar' && one.style === 'empty')) continue;
    const message = 'A transform is the name of a macro, or a map with its Name and Parameters.';
    context.add(finding('wrong-shape', 'error', message, { span: key.span, node: 'Transform' }));
  }
}

function checkDescription(context: CheckContext, { key, value }: TreeEntry): void {
  const at = resolved(value);
  if (at?.kind === 'scalar' && at.tag === undefined && at.text.length > 1024) {
    const message = `The description of a template takes 1,024 bytes; this one has ${at.text.length} characters.`;
    context.add(finding('template-limit', 'error', message, { span: key.span, node: 'Description' }));
  } else if (context.complete && at !== undefined && (at.kind !== 'scalar' || intrinsicOf(at) !== undefined)) {
    const message = 'The description of a template is a plain text.';
    context.add(finding('wrong-shape', 'error', message, { span: key.span, node: 'Description' }));
  }
}

const RULE = ['RuleCondition', 'Assertions'];
const ASSERTION = ['Assert', 'AssertDescription'];

function checkRules(context: CheckContext): void {
  for (const { name, body } of context.template.rules) {
    const node = `Rules.${name.value}`;
    const map = resolved(body);
    if (map?.kind !== 'map') {
      if (context.complete && map?.kind !== 'alias')
        context.add(finding('wrong-shape', 'error', 'A rule is a map with Assertions.', { span: name.span, node }));
      continue;
    }
    unknownKeys(context, map, RULE, `The rule ${name.value}`, node);
    const assertions = entryOf(map, 'Assertions');
    const list = resolved(assertions?.value);
    if (list === undefined) {
      if (context.complete)
        context.add(finding('missing-property', 'error', 'A rule needs Assertions.', { span: name.span, node }));
      continue;
    }
    for (const item of list.kind === 'list' ? list.items : []) checkAssertion(context, resolved(item), node);
  }
}

function checkAssertion(context: CheckContext, item: TreeNode | undefined, node: string): void {
  if (item?.kind !== 'map') return;
  unknownKeys(context, item, ASSERTION, 'An assertion', node);
  if (context.complete && entryOf(item, 'Assert') === undefined)
    context.add(
      finding('missing-property', 'error', 'An assertion needs Assert.', {
        span: item.entries[0]?.key.span ?? item.span,
        node,
      }),
    );
}

function checkMappings(context: CheckContext): void {
  for (const { name, body } of context.template.mappings) {
    const node = `Mappings.${name.value}`;
    if (name.value.startsWith('Fn::') || name.value === '<<') continue;
    if (!/^[A-Za-z0-9]{1,255}$/.test(name.value)) {
      const message = `The mapping name ${name.value} may hold up to 255 letters and digits only.`;
      context.add(finding('logical-id', 'error', message, { span: name.span, node }));
    }
    const map = resolved(body);
    if (map?.kind !== 'map') {
      if (context.complete && map?.kind !== 'alias')
        context.add(finding('wrong-shape', 'error', 'A mapping is a map of keys to maps.', { span: name.span, node }));
      continue;
    }
    for (const row of map.entries) checkRow(context, row, node);
  }
}

function checkRow(context: CheckContext, { key, value }: TreeEntry, node: string): void {
  const row = resolved(value);
  if (row === undefined || row.kind === 'alias' || (key.kind === 'scalar' && /^(Fn::|<<$)/.test(key.text))) return;
  const at = (span: TreeNode['span']) => ({ span, node });
  if (row.kind !== 'map') {
    if (context.complete)
      context.add(
        finding(
          'wrong-shape',
          'error',
          'A mapping has two levels of keys: this one has a value too early.',
          at(key.span),
        ),
      );
    return;
  }
  for (const { key: name, value: cell } of row.entries) {
    const held = resolved(cell);
    const call = held && intrinsicOf(held);
    if (call !== undefined && call.name !== 'Transform')
      context.add(finding('function-not-allowed', 'error', 'Mappings take plain values only.', at(call.nameSpan)));
    else if (held?.kind === 'map' && call === undefined && context.complete && !/^(Fn::|<<$)/.test(keyOf(name)))
      context.add(finding('wrong-shape', 'error', 'A mapping has two levels of keys: this is a third.', at(name.span)));
  }
}

function keyOf(node: TreeNode): string {
  return node.kind === 'scalar' ? node.text : '<<';
}

/** Parameters that the console would group or label: what is not declared is left out there without a word. */
function checkInterface(context: CheckContext, uses: readonly NameUse[]): void {
  for (const { how, name } of uses) {
    if (how !== 'metadata' || context.names.parameters.has(name.value) || name.value === '') continue;
    const near = closest(name.value, context.names.parameters.keys());
    const fixes =
      near === undefined
        ? []
        : [{ title: `Change to ${near}`, safety: 'safe' as const, edits: [{ span: name.span, text: near }] }];
    const message = `The template declares no parameter ${name.value}: the console leaves it out.${near ? ` Did you mean ${near}?` : ''}`;
    context.add(
      finding(
        'metadata-parameter',
        'warning',
        message,
        { span: name.span, node: 'Metadata' },
        { kind: 'semantic', fixes },
      ),
    );
  }
  const body = resolved(
    entryOf(resolved(entryOf(context.template.root, 'Metadata')?.value), 'AWS::CloudFormation::Interface')?.value,
  );
  if (body?.kind === 'map')
    unknownKeys(context, body, ['ParameterGroups', 'ParameterLabels'], 'The interface', 'Metadata');
}

/** Conditions that need each other, one finding per cycle. */
function checkConditionCycles(context: CheckContext, uses: readonly NameUse[]): void {
  const needs = new Map<string, Set<string>>();
  for (const { namespace, name, owner } of uses) {
    const [section, from = ''] = owner.split('.');
    if (section !== 'Conditions' || namespace !== 'condition') continue;
    needs.set(from, (needs.get(from) ?? new Set()).add(name.value));
  }
  const done = new Set<string>();
  for (const start of needs.keys()) {
    const path: string[] = [];
    const cycle = walk(start, needs, path, done);
    const [first] = cycle ?? [];
    const named = first === undefined ? undefined : context.names.conditions.get(first);
    if (cycle === undefined || named === undefined) continue;
    const message = `These conditions need each other: ${[...cycle, first].join(' → ')}.`;
    const at = { span: named.name.span, node: `Conditions.${first}` };
    context.add(finding('circular-dependency', 'error', message, at, { kind: 'semantic' }));
  }
}

/** Depth first; `done` holds what leads to no new cycle. */
function walk(
  at: string,
  needs: ReadonlyMap<string, ReadonlySet<string>>,
  path: string[],
  done: Set<string>,
): string[] | undefined {
  const again = path.indexOf(at);
  if (again !== -1) return path.slice(again);
  if (done.has(at) || path.length > 500) return undefined;
  path.push(at);
  for (const next of needs.get(at) ?? []) {
    const cycle = walk(next, needs, path, done);
    if (cycle) {
      for (const each of path) done.add(each);
      return cycle;
    }
  }
  path.pop();
  done.add(at);
  return undefined;
}

function unknownKeys(
  context: CheckContext,
  map: MapNode,
  allowed: readonly string[],
  what: string,
  node: string,
): void {
  for (const entry of map.entries) {
    const key = keyText(entry);
    if (key === undefined || allowed.includes(key) || /^(Fn::|<<$)/.test(key)) continue;
    const near = closest(key, allowed);
    const fixes =
      near === undefined
        ? []
        : [{ title: `Change to ${near}`, safety: 'safe' as const, edits: [{ span: inside(entry.key), text: near }] }];
    const message = `${what} has no key ${key}.${near ? ` Did you mean ${near}?` : ''}`;
    context.add(finding('unknown-property', 'warning', message, { span: entry.key.span, node }, { fixes }));
  }
}

/** Names that loops make twice: with each other, or with what is written. */
function checkCollisions({ template, add }: CheckContext): void {
  for (const [section, list] of [
    ['Resources', template.resources],
    ['Conditions', template.conditions],
    ['Outputs', template.outputs],
  ] as const) {
    const seen = new Map<string, Named>();
    const reported = new Set<TreeEntry>();
    for (const named of list) {
      const other = seen.get(named.name.value);
      seen.set(named.name.value, named);
      if (other === undefined || named.loop?.items === undefined || reported.has(named.entry)) continue;
      reported.add(named.entry);
      const what = other.entry === named.entry ? 'in several turns of the loop' : 'here and elsewhere';
      const message = `${named.name.value} is made ${what}: every logical id is there once. Put the variable of the loop into the name.`;
      const at = { span: named.name.span, node: `${section}.${named.name.value}` };
      add(finding('foreach-collision', 'error', message, at, { kind: 'semantic' }));
    }
  }
}
