import type { Fix } from '../../model/finding.ts';
import type { Span } from '../../model/span.ts';
import { entryIn } from '../../model/table.ts';
import { entryOf, keyText, type MapNode, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import { checkPresence } from './combinations.ts';
import { type CheckContext, finding } from './context.ts';
import { argumentList, inside, intrinsicOf } from './intrinsic.ts';
import { checkLiteral } from './literals.ts';
import { checkParameterUse } from './parameter-use.ts';
import { bounds, type Place, wrongType } from './place.ts';
import { checkId, checkReferenceKind } from './reference-kind.ts';
import type { CfnProperty, CfnStruct, CfnType } from './schema.ts';
import { isLoop, isServerless, resolved, type TemplateResource, writtenScalar } from './template.ts';
import { shapeOfCall, typeName } from './types.ts';

/** Levels of aliases and nesting a value is followed through. */
const DEEPEST = 60;

/** Checks what is under `Properties` of a resource whose type is bundled. */
export function checkProperties(context: CheckContext, resource: TemplateResource): void {
  const type = resource.type?.value;
  const struct = type === undefined ? undefined : context.schema.resource(type);
  if (type === undefined || struct === undefined) return;
  const node = `Resources.${resource.name.value}`;
  const guarded = resource.condition !== undefined;
  const place: Place = { type, path: '', node, header: resource.name.span, ...(guarded && { guarded }) };
  const properties = resolved(resource.properties);
  if (properties === undefined || (properties.kind === 'scalar' && properties.text === '')) {
    checkPresence(context, place, struct, new Map());
    return;
  }
  checkObject(context, place, struct, properties, 0);
}

/** One property of a type that is written elsewhere than under `Properties`: a default in `Globals`. */
export function checkPart(context: CheckContext, type: string, entry: TreeEntry, key: string, node: string): void {
  const property = entryIn(context.schema.resource(type)?.p, key);
  if (property === undefined) return;
  const place: Place = { type, path: key, node: `${node}.${key}`, header: entry.key.span };
  checkValue(context, place, property, property.t, entry.value, 0);
}

function checkObject(context: CheckContext, place: Place, struct: CfnStruct, node: TreeNode, depth: number): void {
  const at = resolved(node);
  if (at === undefined || depth > DEEPEST) return;
  const call = intrinsicOf(at);
  if (call?.name === 'If') {
    for (const branch of argumentList(call).slice(1, 3))
      checkObject(context, { ...place, guarded: true }, struct, branch, depth + 1);
    return;
  }
  if (call !== undefined) return;
  if (at.kind !== 'map') {
    if (at.kind === 'scalar' && at.style !== 'empty' && takesShorthand(place)) return;
    wrongType(context, place, 'object', at);
    return;
  }
  checkMembers(context, place, struct, at, depth);
}

/** A local path stands here until the template is packaged (`aws cloudformation package`). */
const PACKAGED = new Set([
  'AWS::Lambda::Function.Code',
  'AWS::Lambda::LayerVersion.Content',
  'AWS::ApiGateway::RestApi.BodyS3Location',
  'AWS::ApiGatewayV2::Api.BodyS3Location',
  'AWS::CodeCommit::Repository.Code.S3',
  'AWS::ElasticBeanstalk::ApplicationVersion.SourceBundle',
  'AWS::StepFunctions::StateMachine.DefinitionS3Location',
  'AWS::CloudFormation::ModuleVersion.ModulePackage',
]);

/** They are older than the schemas and took a single rule as the list of it: samples of AWS leave the list out. */
const LENIENT: ReadonlySet<string> = new Set(['AWS::EC2::SecurityGroup', 'AWS::RDS::DBSecurityGroup']);

/** The serverless transform takes a single value in many places where it documents an object. */
function takesShorthand({ type, path }: Place): boolean {
  return PACKAGED.has(`${type}.${path}`) || (isServerless(type) && path !== '');
}

function checkMembers(context: CheckContext, place: Place, struct: CfnStruct, map: MapNode, depth: number): void {
  const present = new Map<string, TreeEntry>();
  let open = false;
  for (const entry of map.entries) {
    const key = keyText(entry);
    if (key === undefined || key === '<<' || key === 'Fn::Transform' || isLoop(key)) {
      open = true;
      continue;
    }
    present.set(key, entry);
    const property = Object.hasOwn(struct.p, key) ? struct.p[key] : undefined;
    if (property === undefined) unknownProperty(context, place, struct, entry, map);
    else checkMember(context, place, entry, key, property, depth);
  }
  if (!open) checkPresence(context, place, struct, present);
}

function checkMember(
  context: CheckContext,
  place: Place,
  entry: TreeEntry,
  key: string,
  property: CfnProperty,
  depth: number,
): void {
  const inner: Place = {
    ...place,
    path: place.path === '' ? key : `${place.path}.${key}`,
    header: entry.key.span,
    node: `${place.node}.${place.path === '' ? 'Properties.' : ''}${key}`,
  };
  if (property.ro && !context.template.unknownMacro) {
    readOnly(context, entry, inner.path, inner.node);
    return;
  }
  if (property.d) {
    context.add(
      finding(
        'deprecated-property',
        'hint',
        `${key} of ${place.type} is deprecated: new templates should not set it.`,
        { span: entry.key.span, node: inner.node },
        { tags: ['deprecated'] },
      ),
    );
  }
  checkValue(context, inner, property, property.t, entry.value, depth + 1);
}

/** Some handlers refuse it, most pass over it without a word (cloudformation-resource-schema, issue 102): no error of the template. */
function readOnly(context: CheckContext, entry: TreeEntry, path: string, node: string): void {
  const message = `${path} is set by the service: what is written here is passed over or refused. Read it with GetAtt where it is needed.`;
  const at = { span: entry.key.span, node };
  context.add(finding('read-only-property', 'warning', message, at, { fixes: [removal(entry)] }));
}

/** Checks one value against a type. Everything that only a deployment can know is silent. */
function checkValue(
  context: CheckContext,
  place: Place,
  property: CfnProperty,
  type: CfnType,
  node: TreeNode,
  depth: number,
): void {
  const at = resolved(node);
  if (at === undefined || at.kind === 'alias' || depth > DEEPEST) return;
  const call = intrinsicOf(at);
  if (call?.name === 'If') {
    for (const branch of argumentList(call).slice(1, 3))
      checkValue(context, { ...place, guarded: true }, property, type, branch, depth + 1);
    return;
  }
  if (call !== undefined) {
    checkReferenceKind(context, place, property, call);
    checkParameterUse(context, place, property, type, call);
    checkShape(
      context,
      place,
      type,
      shapeOfCall(call, { source: context.template.tree.text, names: context.names, schema: context.schema }),
      call.span,
    );
    return;
  }
  if (typeof type === 'string') {
    checkLiteral(context, place, property, type, at);
    checkId(context, place, property, at);
  }
  if (typeof type === 'string') return;
  if (type[0] === 'l') checkList(context, place, property, type[1], at, depth);
  else if (type[0] === 'm') checkMap(context, place, property, type[1], at, depth);
  else if (type[0] === 'r') checkNested(context, place, type[1], at, depth);
  else checkOneOf(context, place, type[1] as readonly CfnType[], at, depth);
}

/** Alternatives that tell themselves apart by their `Type`: the events of a serverless function. */
function checkOneOf(
  context: CheckContext,
  place: Place,
  types: readonly CfnType[],
  node: TreeNode,
  depth: number,
): void {
  const kind = writtenScalar(entryOf(node, 'Type')?.value);
  const names = types.map((type) => (typeof type !== 'string' && type[0] === 'r' ? type[1] : ''));
  const allowed = names.map((name) => context.schema.definition(place.type, name)?.p.Type?.en?.[0]);
  if (kind === undefined || allowed.some((each) => each === undefined)) return;
  const found = names[allowed.indexOf(kind.value)];
  if (found !== undefined) checkNested(context, place, found, node, depth);
  else {
    const known = allowed.map(String);
    const near = closest(kind.value, known);
    const message = `${place.path} is of the type ${known.join(', ')}; ${kind.value} is not among those known here.${near ? ` Did you mean ${near}?` : ''}`;
    context.add(finding('invalid-value', near ? 'warning' : 'info', message, { span: kind.span, node: place.node }));
  }
}

function checkShape(
  context: CheckContext,
  place: Place,
  type: CfnType,
  shape: ReturnType<typeof shapeOfCall>,
  span: Span,
): void {
  const wantsList = typeof type !== 'string' && type[0] === 'l';
  const wantsScalar = typeof type === 'string' && type !== 'j' && type !== 'a';
  if (wantsScalar && shape === 'list') {
    context.add(
      finding(
        'wrong-type',
        'error',
        `${place.path} wants one ${typeName(type)}, and this gives a list: pick an item with Fn::Select or join them with Fn::Join.`,
        { span, node: place.node },
      ),
    );
  } else if (wantsList && shape === 'scalar') {
    context.add(
      finding(
        'wrong-type',
        'error',
        `${place.path} wants a ${typeName(type)}, and this gives a single value: put it into a list.`,
        { span, node: place.node },
      ),
    );
  }
}

function checkList(
  context: CheckContext,
  place: Place,
  property: CfnProperty,
  item: CfnType,
  node: TreeNode,
  depth: number,
): void {
  if (node.kind !== 'list') {
    if (node.kind === 'map' && node.entries.some((entry) => (keyText(entry) ?? '').startsWith('Fn::'))) return;
    if (node.kind === 'map' && isServerless(place.type)) return;
    const single = node.kind === 'map' && typeof item !== 'string' && item[0] === 'r';
    wrongType(
      context,
      place,
      `list of ${typeName(item)}`,
      node,
      single && LENIENT.has(place.type) ? 'warning' : 'error',
    );
    if (single) checkNested(context, place, item[1], node, depth);
    return;
  }
  const [low, high] = property.ct ?? [null, null];
  if (
    (low !== null && node.items.length < low && !node.items.some(mayVanishOrGrow)) ||
    (high !== null && node.items.length > high)
  ) {
    context.add(
      finding(
        'item-count',
        'warning',
        `${place.path} takes ${bounds(low, high)} items, and has ${node.items.length}.`,
        { span: place.header, node: place.node },
      ),
    );
  }
  if (property.un) checkUnique(context, place, node.items);
  for (const [index, each] of node.items.entries()) {
    const call = intrinsicOf(each);
    if (call !== undefined && call.name !== 'If') {
      checkReferenceKind(context, place, property, call);
      continue;
    }
    checkValue(
      context,
      {
        ...place,
        path: `${place.path}.${index}`,
        header: each.span.end > each.span.start ? firstKey(each) : place.header,
      },
      { t: item, ...property.it, ...(property.rel && { rel: property.rel }) },
      item,
      each,
      depth + 1,
    );
  }
}

/** Items written alike are the same value, whatever a deployment makes of them. */
function checkUnique(context: CheckContext, place: Place, items: readonly TreeNode[]): void {
  const seen = new Set<string>();
  for (const item of items) {
    if (item.kind === 'alias') continue;
    const span = item.tag ? { start: item.tag.span.start, end: Math.max(item.tag.span.end, item.span.end) } : item.span;
    const text =
      item.kind === 'scalar' && item.tag === undefined
        ? item.text
        : context.template.tree.text.slice(span.start, span.end);
    if (seen.has(text)) {
      const fixes: Fix[] = [
        {
          title: 'Remove the second one',
          safety: 'safe',
          edits: [],
          intents: [{ kind: 'removeEntry', at: item.span }],
        },
      ];
      context.add(
        finding(
          'duplicate-item',
          'warning',
          `${place.path} takes every item once, and this one stands there already.`,
          { span, node: place.node },
          { fixes },
        ),
      );
    }
    seen.add(text);
  }
}

/** An item that is a function may be a whole list, or nothing. */
function mayVanishOrGrow(node: TreeNode): boolean {
  return intrinsicOf(node) !== undefined || node.kind === 'alias';
}

function firstKey(node: TreeNode): Span {
  return node.kind === 'map' && node.entries[0] ? node.entries[0].key.span : node.span;
}

function checkMap(
  context: CheckContext,
  place: Place,
  property: CfnProperty,
  value: CfnType,
  node: TreeNode,
  depth: number,
): void {
  if (node.kind !== 'map') {
    wrongType(context, place, `map of ${typeName(value)}`, node);
    return;
  }
  for (const entry of node.entries) {
    const key = keyText(entry);
    if (key === undefined || key === '<<' || key.startsWith('Fn::')) continue;
    checkValue(
      context,
      { ...place, path: `${place.path}.${key}`, header: entry.key.span },
      { t: value, ...property.it },
      value,
      entry.value,
      depth + 1,
    );
  }
}

function checkNested(context: CheckContext, place: Place, name: string, node: TreeNode, depth: number): void {
  const struct = context.schema.definition(place.type, name);
  if (struct === undefined) return;
  if (Object.keys(struct.p).length === 0) return;
  checkObject(context, place, struct, node, depth + 1);
}

function unknownProperty(context: CheckContext, place: Place, struct: CfnStruct, entry: TreeEntry, map: MapNode): void {
  const key = keyText(entry) ?? '';
  if (context.template.unknownMacro || place.type === 'AWS::CloudFormation::CustomResource') return;
  if (place.path === '' && entryIn(context.schema.resource(place.type)?.a, key) !== undefined) {
    readOnly(context, entry, key, `${place.node}.Properties.${key}`);
    return;
  }
  const names = Object.keys(struct.p).filter((name) => !struct.p[name]?.ro);
  const near = closest(key, names);
  const where = place.path === '' ? place.type : `${place.path} of ${place.type}`;
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  const rename: Fix[] =
    near === undefined || entryOf(map, near) !== undefined
      ? []
      : [{ title: `Change to ${near}`, safety: 'safe', edits: [{ span: inside(entry.key), text: near }] }];
  // The bundled data may lag behind the serverless transform: what it does not know may exist.
  const severity = !isServerless(place.type) ? 'error' : near === undefined ? 'info' : 'warning';
  context.add(
    finding(
      'unknown-property',
      severity,
      `${where} has no property ${key}.${hint}`,
      { span: entry.key.span, node: `${place.node}.${key}` },
      { fixes: [...rename, removal(entry)] },
    ),
  );
}

function removal(entry: TreeEntry): Fix {
  return {
    title: `Remove ${keyText(entry) ?? 'the entry'}`,
    safety: 'confirm',
    edits: [],
    intents: [{ kind: 'removeEntry', at: entry.span }],
  };
}
