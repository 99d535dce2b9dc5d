import type { CompletionItem } from '../../../model/editor.ts';
import { entryIn } from '../../../model/table.ts';
import { POLICIES } from '../check-resource-policies.ts';
import { memberAt } from '../members.ts';
import { CONDITION_OPERATORS } from '../policy-places.ts';
import type { Asked } from './complete.ts';
import { eventStructAt, eventTypes } from './events.ts';
import { type KeyShape, keyItem, plain, propertyItem, type ValueStyle } from './items.ts';

type Keys = readonly (readonly [name: string, text: string, shape?: KeyShape])[];

/** Keys that no resource schema knows: policies, exports, metadata, events and defaults of serverless resources. */
export function fixedKeys(asked: Asked, present: ReadonlySet<string>): CompletionItem[] {
  const { where, place, style } = asked;
  const keys = [...(policyKeys(asked) ?? templateKeys(asked) ?? [])].filter(([name]) => !present.has(name));
  const made = keys.map(([name, text, shape], rank) => keyItem(name, text, place.span, style, rank, shape));
  return where.section === 'Globals' || where.rest?.[0] === 'Events' ? [...made, ...serverless(asked, present)] : made;
}

/** Values of the same places. */
export function fixedValues(asked: Asked, style: ValueStyle): CompletionItem[] | undefined {
  const { where, reading, place } = asked;
  const policy = documentPath(where.rest);
  const key = policy?.at(-1);
  if (policy && key === 'Effect') return plain(['Allow', 'Deny'], 'enum', style);
  const service =
    policy && where.call === undefined && /(^|\.)(Not)?Principal\.Service(\.\d+)?$/.test(policy.join('.'));
  if (service) return plain(SERVICES, 'enum', style);
  if (policy?.length === 1 && key === 'Version')
    return plain(['2012-10-17'], 'enum', style).map((item) => ({
      ...item,
      edit: { ...item.edit, text: style.json || style.quoted ? item.edit.text : "'2012-10-17'" },
    }));
  if (where.rest?.[0] === 'Events' && where.rest.length === 3 && where.rest[2] === 'Type')
    return plain(eventTypes(asked.schema, where.type ?? ''), 'enum', style);
  const groups = place.path.join('.');
  return /^Metadata\.AWS::CloudFormation::Interface\.ParameterGroups\.\d+\.Parameters\.\d+$/.test(groups)
    ? plain([...reading.names.parameters.keys()], 'reference', style)
    : undefined;
}

function templateKeys({ where, place }: Asked): Keys | undefined {
  const { section, attribute, rest, type } = where;
  const below = place.path.slice(1);
  if (section === 'Outputs' && attribute === 'Export') return EXPORT;
  if (section === 'Rules') return ruleKeys(below);
  if (section === 'Metadata') return below.length === 0 ? TEMPLATE_METADATA : interfaceKeys(below);
  if (section !== 'Resources') return undefined;
  if (attribute === 'Metadata') return rest?.length === 0 ? RESOURCE_METADATA : undefined;
  const policies = attribute === undefined ? undefined : entryIn(POLICIES, attribute);
  if (policies === undefined || rest === undefined) return undefined;
  const named = Object.entries(policies).filter(
    ([, { types }]) => type === undefined || types.split(' ').includes(type),
  );
  if (rest.length === 0)
    return named.map(([name, { shape, types }]) => [name, `For ${types.split(' ').join(', ')}.`, shapeOf(shape)]);
  const shape = entryIn(policies, rest[0] ?? '')?.shape;
  return typeof shape === 'object' && rest.length === 1
    ? Object.entries(shape).map(([name, inner]) => [name, WORDS[String(inner)] ?? '', shapeOf(inner)])
    : undefined;
}

function ruleKeys(below: readonly string[]): Keys | undefined {
  if (below.length === 1)
    return [
      ['Assertions', 'What must hold.', 'list'],
      ['RuleCondition', 'When the rule counts; always, without it.'],
    ];
  if (below[1] !== 'Assertions' || below.length > 3) return undefined;
  return [
    ['Assert', 'What must hold: a rule function.'],
    ['AssertDescription', 'Message when it does not.'],
  ];
}

function shapeOf(shape: unknown): KeyShape {
  return typeof shape === 'object' ? 'map' : shape === 'l' ? 'list' : 'text';
}

const WORDS: Readonly<Record<string, string>> = {
  i: 'A whole number.',
  b: 'true or false.',
  d: 'A duration: PT15M is 15 minutes.',
  s: 'A text.',
  l: 'A list.',
};

const EXPORT: Keys = [['Name', 'Name under which other stacks import it; one per account and region.']];
const TEMPLATE_METADATA: Keys = [
  ['AWS::CloudFormation::Interface', 'Order and labels of the parameters in the console.', 'map'],
  ['Verdigris', 'Suppressions for templates without comments.', 'map'],
];
const RESOURCE_METADATA: Keys = [
  ['AWS::CloudFormation::Init', 'What cfn-init sets up on the instance.', 'map'],
  ['AWS::CloudFormation::Authentication', 'Credentials for what cfn-init downloads.', 'map'],
  ['Verdigris', 'Suppressions for templates without comments.', 'map'],
];

function interfaceKeys(below: readonly string[]): Keys | undefined {
  if (below[0] !== 'AWS::CloudFormation::Interface') return undefined;
  if (below.length === 1)
    return [
      ['ParameterGroups', 'Parameters that are shown together.', 'list'],
      ['ParameterLabels', 'Names to show for parameters.', 'map'],
    ];
  if (below[1] !== 'ParameterGroups' || below.length !== 3) return undefined;
  return [
    ['Label', 'Heading of the group.', 'map'],
    ['Parameters', 'Names of the parameters, in order.', 'list'],
  ];
}

/** Below the property that holds a policy document; undefined anywhere else. */
function documentPath(rest: readonly string[] | undefined): readonly string[] | undefined {
  const at = rest?.findIndex((step) => /Polic(?:y|ies)(?:Document|Text)?$/.test(step) && step !== 'Policies') ?? -1;
  return at < 0 ? undefined : rest?.slice(at + 1);
}

/** Words of the policy language (IAM user guide, "JSON policy element reference"). */
function policyKeys({ where, schema }: Asked): Keys | undefined {
  const { rest, type, attribute } = where;
  const below = attribute === 'Properties' ? documentPath(rest) : undefined;
  if (below === undefined || rest === undefined || type === undefined) return undefined;
  const holder = memberAt(schema, type, rest.slice(0, rest.length - below.length));
  if (holder === undefined || holder.struct !== undefined || !JSON.stringify(holder.type).includes('"j"'))
    return undefined;
  if (below.length === 0)
    return [
      ['Version', 'Version of the policy language: 2012-10-17.', { value: '2012-10-17' }],
      ['Statement', 'What is allowed or denied.', 'list'],
      ['Id', 'Name of the policy.'],
    ];
  if (below[0] !== 'Statement') return undefined;
  const inner = below.slice(/^\d+$/.test(below[1] ?? '') ? 2 : 1);
  if (inner.length === 0) return STATEMENT;
  if (inner.length > 1) return undefined;
  if (inner[0] === 'Principal' || inner[0] === 'NotPrincipal') return PRINCIPALS;
  return inner[0] === 'Condition'
    ? CONDITION_OPERATORS.map((name) => [name, 'Operator of a condition.', 'map'])
    : undefined;
}

const PRINCIPALS: Keys = [
  ['AWS', 'Accounts, roles and users: ARNs.'],
  ['Service', 'A service of AWS: lambda.amazonaws.com.'],
  ['Federated', 'Who signs in elsewhere: an identity provider.'],
  ['CanonicalUser', 'An account by its identity in S3.'],
];

/** Services that assume roles in most templates. */
const SERVICES =
  'lambda ec2 ecs-tasks states events apigateway codebuild codepipeline cloudformation s3 sns sqs logs rds'
    .split(' ')
    .map((name) => `${name}.amazonaws.com`);

const STATEMENT: Keys = [
  ['Effect', 'Allow or Deny.'],
  ['Action', 'What may be done: service:Action.', 'list'],
  ['Resource', 'On what: ARNs.'],
  ['Principal', 'Who: in policies of resources and roles.', 'map'],
  ['Sid', 'Name of the statement.'],
  ['Condition', 'Under which conditions.', 'map'],
  ['NotAction', 'Everything but these actions.', 'list'],
  ['NotResource', 'Everything but these resources.', 'list'],
  ['NotPrincipal', 'Everybody but these.', 'map'],
];

/** Events of a function with the properties of their type; kinds and properties of Globals. */
function serverless(asked: Asked, present: ReadonlySet<string>): CompletionItem[] {
  const { where, place, style, reading, schema } = asked;
  if (where.section === 'Globals') return globals(asked, present);
  const { type, rest = [] } = where;
  if (type === undefined || rest.length < 2) return [];
  if (rest.length === 2)
    return [
      keyItem('Type', 'What starts the function.', place.span, style, 0),
      keyItem('Properties', 'Its settings.', place.span, style, 1, 'map'),
    ].filter(({ label }) => !present.has(label));
  const [owner, struct] = eventStructAt(reading, place, schema, type, rest.slice(2));
  return Object.entries(struct?.p ?? {})
    .filter(([key]) => !present.has(key))
    .map(([key, property]) => propertyItem(key, property, place.span, style, `${type}|${owner}.${key}`));
}

function globals({ schema, where, place, style }: Asked, present: ReadonlySet<string>): CompletionItem[] {
  if (where.depth === 0)
    return Object.keys(schema.globals)
      .filter((kind) => !present.has(kind))
      .map((kind, rank) =>
        keyItem(kind, `Defaults of every AWS::Serverless::${kind}.`, place.span, style, rank, 'map'),
      );
  const type = `AWS::Serverless::${where.id}`;
  const path = place.path.slice(2);
  const allowed = path.length === 0 ? entryIn(schema.globals, where.id ?? '') : undefined;
  return Object.entries(memberAt(schema, type, path)?.struct?.p ?? {})
    .filter(([name]) => !present.has(name) && (path.length > 0 || allowed?.includes(name)))
    .map(([name, property]) => ({ ...propertyItem(name, property, place.span, style, `${type}|${name}`), rank: 1 }));
}
