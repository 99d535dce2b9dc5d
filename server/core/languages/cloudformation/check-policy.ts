import type { Fix } from '../../model/finding.ts';
import { entryOf, keyText, type MapNode, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import { type CheckContext, finding } from './context.ts';
import { inside } from './intrinsic.ts';
import { plain } from './plain.ts';
import { CONDITION_OPERATORS, conditionOperator, NO_RESOURCE, type PolicyKind, policyPlaces } from './policy-places.ts';
import { isOpen, type TemplateResource } from './template.ts';

/** Embedded IAM policy documents: their elements, and what each kind of policy must and must not say. */
export function checkPolicies(context: CheckContext, resource: TemplateResource): void {
  const type = resource.type?.value ?? '';
  const node = `Resources.${resource.name.value}.Properties`;
  for (const { kind, path } of policyPlaces(type)) {
    for (const document of plainAt(resource.properties, path))
      checkDocument({ context, kind, type, node: `${node}.${path[0]}` }, document);
  }
}

interface Policy {
  readonly context: CheckContext;
  readonly kind: PolicyKind;
  readonly type: string;
  readonly node: string;
}

/** Values at a path that are written out; both branches of an `If`, every item of a list. */
function plainAt(node: TreeNode | undefined, [step, ...rest]: readonly string[]): MapNode[] {
  return plain(node).flatMap((at): MapNode[] => {
    if (step === undefined) return at.kind === 'map' ? [at] : [];
    if (step === '*') return at.kind === 'list' ? at.items.flatMap((item) => plainAt(item, rest)) : [];
    return plainAt(entryOf(at, step)?.value, rest);
  });
}

const DOCUMENT = ['Version', 'Id', 'Statement'];
const STATEMENT = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];
const PRINCIPALS = ['AWS', 'Federated', 'Service', 'CanonicalUser'];

function checkDocument(policy: Policy, document: MapNode): void {
  if (document.entries.length === 0 || isOpen(document)) return;
  checkKeys(policy, document, DOCUMENT, 'A policy document');
  const version = entryOf(document, 'Version');
  if (version) oneOf(policy, version, ['2012-10-17', '2008-10-17']);
  const statement = entryOf(document, 'Statement');
  if (statement === undefined) {
    missing(policy, document.entries[0]?.key ?? document, 'The policy document needs a Statement.');
    return;
  }
  for (const at of plain(statement.value)) {
    if (at.kind === 'scalar') wrong(policy, at.style === 'empty' ? statement.key : at, 'Statement is a list of maps.');
    const statements = at.kind === 'list' ? at.items.flatMap((item) => plain(item)) : [at];
    for (const each of statements) if (each.kind === 'map' && !isOpen(each)) checkStatement(policy, each);
  }
}

function checkStatement(policy: Policy, statement: MapNode): void {
  checkKeys(policy, statement, STATEMENT, 'A policy statement');
  const has = (...names: readonly string[]) => names.some((name) => entryOf(statement, name) !== undefined);
  const header = statement.entries[0]?.key ?? statement;
  const effect = entryOf(statement, 'Effect');
  if (effect) oneOf(policy, effect, ['Allow', 'Deny']);
  else missing(policy, header, 'The statement needs an Effect: Allow or Deny.');
  if (!has('Action', 'NotAction')) missing(policy, header, 'The statement needs an Action or a NotAction.');
  for (const [one, other] of [
    ['Action', 'NotAction'],
    ['Resource', 'NotResource'],
    ['Principal', 'NotPrincipal'],
  ] as const) {
    const both = has(one) ? entryOf(statement, other) : undefined;
    if (both) wrong(policy, both.key, `${one} and ${other} cannot stand together in one statement.`);
  }
  checkAttachment(policy, statement, has, header);
  const principal = entryOf(statement, 'Principal') ?? entryOf(statement, 'NotPrincipal');
  if (principal && policy.kind !== 'identity') checkPrincipal(policy, principal);
  checkCondition(policy, statement);
}

/** Who is meant is said by the attachment of an identity policy; every other policy must say it. */
function checkAttachment(
  policy: Policy,
  statement: MapNode,
  has: (...names: readonly string[]) => boolean,
  header: TreeNode,
): void {
  const principal = entryOf(statement, 'Principal') ?? entryOf(statement, 'NotPrincipal');
  if (policy.kind === 'identity') {
    if (principal)
      wrong(policy, principal.key, 'A policy of a role, user or group has no Principal: it is about whoever has it.');
    if (!has('Resource', 'NotResource')) missing(policy, header, 'The statement needs a Resource or a NotResource.');
    return;
  }
  if (!principal) missing(policy, header, 'The statement needs a Principal: who may do this.');
  const resource = entryOf(statement, 'Resource') ?? entryOf(statement, 'NotResource');
  if (policy.kind === 'trust' && resource)
    wrong(policy, resource.key, 'A trust policy has no Resource: it is about the role itself.');
  if (policy.kind === 'resource' && resource === undefined && !NO_RESOURCE.has(policy.type))
    missing(policy, header, 'The statement needs a Resource or a NotResource.');
}

function checkPrincipal(policy: Policy, { key, value }: TreeEntry): void {
  for (const at of plain(value)) {
    if (at.kind === 'scalar' && at.text !== '*' && !at.text.includes('${') && !at.text.includes('{{resolve:')) {
      const span = at.style === 'empty' ? key : at;
      wrong(policy, span, 'A principal is "*", or a map of AWS, Service, Federated or CanonicalUser to who is meant.');
    }
    if (at.kind === 'map' && !isOpen(at)) checkKeys(policy, at, PRINCIPALS, 'A principal');
  }
}

function checkCondition(policy: Policy, statement: MapNode): void {
  for (const at of plain(entryOf(statement, 'Condition')?.value)) {
    if (at.kind !== 'map' || isOpen(at)) continue;
    for (const { key, value } of at.entries) {
      if (key.kind !== 'scalar' || key.text.includes('${')) continue;
      if (conditionOperator(key.text) === undefined) {
        const near = closest(key.text, CONDITION_OPERATORS);
        wrong(policy, key, `There is no condition operator ${key.text}.${hint(near)}`, renameTo(key, near));
      } else if (
        plain(value).some((each) => each.kind === 'list' || (each.kind === 'scalar' && each.style !== 'empty'))
      )
        wrong(policy, key, `${key.text} takes a map of condition keys to values.`);
    }
  }
}

function checkKeys(policy: Policy, map: MapNode, allowed: readonly string[], what: string): void {
  for (const entry of map.entries) {
    const key = keyText(entry);
    if (key === undefined || allowed.includes(key)) continue;
    const near = closest(key, allowed) ?? allowed.find((each) => each.toLowerCase() === key.toLowerCase());
    wrong(policy, entry.key, `${what} has no element ${key}.${hint(near)}`, renameTo(entry.key, near));
  }
}

function oneOf(policy: Policy, { key, value }: TreeEntry, allowed: readonly string[]): void {
  for (const at of plain(value)) {
    if (at.kind === 'scalar' && (allowed.includes(at.text) || /\$\{|\{\{resolve:/.test(at.text))) continue;
    const empty = at.kind !== 'scalar' || at.style === 'empty';
    const near =
      at.kind === 'scalar' ? allowed.find((each) => each.toLowerCase() === at.text.toLowerCase()) : undefined;
    const name = key.kind === 'scalar' ? key.text : '';
    wrong(policy, empty ? key : at, `${name} is ${allowed.join(' or ')}.`, empty ? [] : renameTo(at, near));
  }
}

function missing(policy: Policy, at: TreeNode, message: string): void {
  if (policy.context.complete) wrong(policy, at, message);
}

function wrong({ context, node }: Policy, at: TreeNode, message: string, fixes: readonly Fix[] = []): void {
  if (context.template.unknownMacro) return;
  context.add(finding('policy-document', 'error', message, { span: at.span, node }, { kind: 'semantic', fixes }));
}

function hint(near: string | undefined): string {
  return near === undefined ? '' : ` Did you mean ${near}?`;
}

function renameTo(node: TreeNode, near: string | undefined): Fix[] {
  return near === undefined
    ? []
    : [{ title: `Change to ${near}`, safety: 'confirm', edits: [{ span: inside(node), text: near }] }];
}
