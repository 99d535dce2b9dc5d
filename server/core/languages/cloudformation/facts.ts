import type {
  Dependency,
  DependencyKind,
  Fact,
  Note,
  Output,
  Parameter,
  PhysicalName,
  Resource,
  Unit,
} from '../../model/fact.ts';
import { pathContexts } from '../../model/path-contexts.ts';
import { entryOf, keyText } from '../../model/tree.ts';
import { literalBoolean, referencesIn, type Value, valueAt } from '../../model/value.ts';
import type { DataSource } from '../../schema/data.ts';
import { classify, namingOf } from '../../schema/lifecycle.ts';
import { commentNotes } from '../notes.ts';
import { guardsOf, instancesOf } from './capacity.ts';
import { nameIn } from './exports.ts';
import { detailFacts, mappingFacts } from './facts-detail.ts';
import type { CfnReading } from './reading.ts';
import type { NameUse } from './references.ts';
import { type Named, resolved, type TemplateResource } from './template.ts';
import { mapValue, toValue, type ValueContext } from './values.ts';

/** What a template says, for rules and planner. Node paths are `Section.Name`. */
export function cfnFacts(reading: CfnReading, data: DataSource): readonly Fact[] {
  const { template, names, tree } = reading;
  const context: ValueContext = { source: tree.text, names };
  const resources = template.resources.filter((resource) => resource.type !== undefined);
  return [
    unitOf(reading),
    ...template.parameters.map((named) => parameterOf(named, context)),
    ...resources.flatMap((resource) => resourceFacts(reading, resource, context, data)),
    ...mappingFacts(reading),
    ...dependencies(reading),
    ...template.outputs.map((named) => outputOf(named, context)),
    ...commentNotes(reading),
    ...descriptions(reading),
  ];
}

/** What the template says about itself, its inputs and outputs. */
function descriptions({ template: { root, parameters, outputs } }: CfnReading): Note[] {
  const owners = [
    ['', root] as const,
    ...parameters.map(({ name, body }) => [`Parameters.${name.value}`, resolved(body)] as const),
    ...outputs
      .filter(({ again }) => !again)
      .map(({ name, body }) => [`Outputs.${name.value}`, resolved(body)] as const),
  ];
  return owners.flatMap(([node, body]): Note[] => {
    const written = entryOf(body, 'Description')?.value;
    return written?.kind === 'scalar' && written.tag === undefined
      ? [{ fact: 'note', node, span: written.span, text: written.text, where: 'description' }]
      : [];
  });
}

export function unitOf({ source, template, tree }: CfnReading): Unit {
  const span = { start: template.root?.span.start ?? 0, end: template.sections[0]?.key.span.end ?? 0 };
  const entries = template.sections.filter((section) =>
    ['Transform', 'Description', 'Hooks', 'Globals'].includes(keyText(section) ?? ''),
  );
  const settings = mapValue(entries, tree.roots[0]?.span ?? span, {
    source: tree.text,
    names: { parameters: new Map(), resources: new Map(), conditions: new Map(), mappings: new Map() },
  });
  // A stack has its name from outside: a second copy needs no edit of the file.
  const written = {
    notation: tree.notation === 'json' ? ('json' as const) : ('yaml' as const),
    lines: source.text.split('\n').length,
    generated: GENERATED.test(source.path) || source.text.includes('aws:cdk:path'),
  };
  return { fact: 'unit', node: '', span, parametrised: true, settings, contexts: pathContexts(source.path), written };
}

/** Where tools put what they make. */
const GENERATED = /(?:^|\/)(?:cdk\.out|\.serverless|\.aws-sam|build|dist|node_modules)\/|\.min\.json$|\.packaged\./;

export function parameterOf({ name, body }: Named, context: ValueContext): Parameter {
  const map = resolved(body);
  const written = entryOf(map, 'Default')?.value;
  const secret = entryOf(map, 'NoEcho')?.value;
  return {
    fact: 'parameter',
    node: context.scope?.nodeOf('Parameters', name.value) ?? `Parameters.${name.value}`,
    span: name.span,
    name,
    documented: entryOf(map, 'Description') !== undefined,
    ...(map?.kind === 'map' && { map: map.span }),
    ...(written && { default: toValue(written, context) }),
    ...(secret && { secret: literalBoolean(toValue(secret, context)) === true }),
  };
}

export function outputOf({ name, body }: Named, context: ValueContext): Output {
  const map = resolved(body);
  const value = entryOf(map, 'Value')?.value;
  const exported = entryOf(resolved(entryOf(map, 'Export')?.value), 'Name')?.value;
  const [as] = nameIn(exported);
  return {
    fact: 'output',
    node: context.scope?.nodeOf('Outputs', name.value) ?? `Outputs.${name.value}`,
    span: name.span,
    name,
    value: value ? toValue(value, context) : { kind: 'unknown', reason: 'no value', span: name.span },
    ...(exported && { exported: toValue(exported, context) }),
    ...(as && { exportedAs: { name: as.name, filled: as.filled } }),
  };
}

export function resourceFacts(
  reading: CfnReading,
  resource: TemplateResource,
  context: ValueContext,
  data: DataSource,
  differs: (value: Value) => boolean = differsByStack,
): Fact[] {
  const type = resource.type;
  if (type === undefined) return [];
  const body = resolved(resource.body);
  const settings =
    body?.kind === 'map'
      ? mapValue(body.entries, body.span, context)
      : { kind: 'map' as const, entries: [], span: resource.name.span };
  const instances = instancesOf(type.value, settings);
  const fact: Resource = {
    fact: 'resource',
    node: context.scope?.nodeOf('Resources', resource.name.value) ?? `Resources.${resource.name.value}`,
    span: resource.entry.span,
    name: resource.name,
    type,
    settings,
    lifecycle: classify('cloudformation', type.value, data),
    header: resource.name.span,
    guards: guardsOf(type.value, settings),
    ...(instances !== undefined && { instances }),
    ...(resource.condition && { conditional: true }),
  };
  return [fact, ...physicalNames(fact, data, differs), ...(resource.again ? [] : detailFacts(fact, reading))];
}

/** Names the author gave: a second copy of the stack needs others. */
function physicalNames(resource: Resource, data: DataSource, differs: (value: Value) => boolean): PhysicalName[] {
  return namingOf('cloudformation', resource.type.value, data).names.flatMap((path): PhysicalName[] => {
    const value = valueAt(resource.settings, 'Properties', path);
    if (value === undefined) return [];
    const scope = resource.type.value === 'AWS::S3::Bucket' ? 'global' : 'account-region';
    const colourAware = differs(value) || (value.kind === 'unknown' && (value.parts ?? []).length === 0);
    return [
      {
        fact: 'physical-name',
        node: resource.node,
        span: value.span,
        resource: resource.node,
        path,
        value,
        scope,
        colourAware,
      },
    ];
  });
}

/** Names of what is another one in a second copy of the stack. */
export const OF_THE_STACK = /^(?:AWS::Stack(?:Name|Id)$|Parameters\.|Resources\.)/;

function differsByStack(value: Value): boolean {
  return [...referencesIn(value)].some(({ target }) => OF_THE_STACK.test(target));
}

/** `node` needs `to`, once per pair and kind. */
function dependencies({ names, uses }: CfnReading): Dependency[] {
  const seen = new Set<string>();
  return uses.flatMap((use): Dependency[] => {
    if (!names.resources.has(use.name.value) || !use.owner.startsWith('Resources.')) return [];
    const to = `Resources.${use.name.value}`;
    const kind = kindOf(
      use.how,
      names.resources.get(use.owner.slice('Resources.'.length)),
      names.resources.get(use.name.value),
    );
    const key = `${use.owner} ${to} ${kind}`;
    if (seen.has(key) || to === use.owner) return [];
    seen.add(key);
    return [{ fact: 'dependency', node: use.owner, span: use.name.span, to, kind, certainty: 'explicit' }];
  });
}

const ROUTES =
  /::(Listener|ListenerRule|Route|RecordSet|BasePathMapping|ApiMapping|Alias|Stage|Distribution|VirtualRouter|VirtualService)$/;
const CONSUMERS = /::(EventSourceMapping|Subscription)$/;

export function kindOf(
  how: NameUse['how'],
  from: TemplateResource | undefined,
  to: TemplateResource | undefined,
): DependencyKind {
  const source = from?.type?.value ?? '';
  const target = to?.type?.value ?? '';
  if (how === 'DependsOn') return 'depends';
  if (/::(ScalingPolicy|ScalableTarget|ScheduledAction)$/.test(source)) return 'scales';
  if (CONSUMERS.test(source) && /::(Queue|Stream|Topic)$/.test(target)) return 'consumes';
  if (ROUTES.test(source)) return 'route';
  return /::TargetGroup$/.test(target) || /LoadBalancing::LoadBalancer$/.test(target) ? 'attach' : 'ref';
}
