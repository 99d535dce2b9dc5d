import type { Dependency, Fact, ModuleCall, Resource } from '../../../model/fact.ts';
import { entryOf } from '../../../model/tree.ts';
import type { DataSource } from '../../../schema/data.ts';
import type { Project } from '../../language.ts';
import { cfnFacts, kindOf, outputOf, parameterOf, resourceFacts, unitOf } from '../facts.ts';
import type { CfnReading } from '../reading.ts';
import type { NameUse } from '../references.ts';
import { TEMPLATE_KEYS, type TemplateResource } from '../template.ts';
import { withGlobals } from './globals.ts';
import { type LinkEnd, StackLinks } from './links.ts';
import { isNesting, nodeIn, type Stack, stackOf } from './stack.ts';
import { withUploads } from './uploads.ts';
import { StackValues } from './values.ts';

const MOST_FACTS = 50_000;

/**
 * What a template and its local nested stacks describe together. Facts of nested templates carry `file`; a thing of the stack `App`
 * is `Resources.App.Thing`. A stack that could be looked into is a module call as well as a resource, the others say why not.
 */
export function unitFacts(reading: CfnReading, data: DataSource, project: Project): readonly Fact[] {
  const { template, neighbours } = reading;
  const isAlone = !template.globals && neighbours.length === 0 && !template.resources.some(isNesting);
  if (isAlone) return cfnFacts(reading, data);
  const facts: Fact[] = [unitOf(reading)];
  const root = stackOf(reading, project);
  add(facts, root, { values: new StackValues(), links: new StackLinks(root), data, project });
  return facts;
}

interface Parts {
  readonly values: StackValues;
  readonly links: StackLinks;
  readonly data: DataSource;
  readonly project: Project;
}

/** Resources of nested stacks come where their stack stands. */
function add(facts: Fact[], stack: Stack, parts: Parts): void {
  const { template, source } = stack.reading;
  const context = parts.values.contextOf(stack);
  const uploaded = withUploads(stack.reading, parts.project);
  const put = (fact: Fact): number => facts.push(stack.caller ? { ...fact, file: source.path } : fact);
  for (const named of template.parameters) put(parameterOf(named, context));
  for (const resource of template.resources) {
    if (facts.length > MOST_FACTS) break;
    if (isMade(resource, stack, parts) === false) continue;
    for (const fact of factsOf(resource, stack, parts)) put(fact.fact === 'resource' ? uploaded(fact) : fact);
    const inner = stack.nested.get(resource.name.value);
    if (inner === undefined) continue;
    put(callOf(resource, inner, parts));
    add(facts, inner, parts);
  }
  for (const named of template.outputs) put(outputOf(named, context));
  for (const dependency of dependenciesIn(stack, parts.links)) put(dependency);
}

/** Undefined where only a deployment can tell. */
function isMade({ condition }: TemplateResource, stack: Stack, { values }: Parts): boolean | undefined {
  return condition === undefined ? true : values.holds(condition.value, stack);
}

function factsOf(resource: TemplateResource, stack: Stack, parts: Parts): readonly Fact[] {
  const { values, data } = parts;
  const context = values.contextOf(stack);
  const facts = resourceFacts(stack.reading, resource, context, data, (value) => values.differsByCopy(value, stack));
  return facts.map((fact) =>
    fact.fact === 'resource'
      ? placed(withGlobals(fact, resource, stack.reading.template, context), resource, stack, parts)
      : fact,
  );
}

/** What a nested stack adds to what its template says: it may not exist, and its own template knows it by a shorter name. */
function placed(fact: Resource, resource: TemplateResource, stack: Stack, parts: Parts): Resource {
  const name = resource.name.value;
  const why = stack.closed.get(name);
  const { conditional: _, ...sure } = fact;
  const { lifecycle } = fact;
  return {
    ...sure,
    ...(why === undefined ? {} : { lifecycle: { ...lifecycle, reasons: [...lifecycle.reasons, why] } }),
    ...(stack.caller && { definition: { node: `Resources.${name}`, header: fact.header } }),
    ...((isMade(resource, stack, parts) === undefined || isConditional(stack, parts)) && { conditional: true }),
  };
}

function isConditional({ caller }: Stack, parts: Parts): boolean {
  if (caller === undefined) return false;
  return isMade(caller.resource, caller.stack, parts) === undefined || isConditional(caller.stack, parts);
}

function callOf({ name, type, properties }: TemplateResource, inner: Stack, { values }: Parts): ModuleCall {
  const outer = inner.caller?.stack ?? inner;
  const written = entryOf(properties, TEMPLATE_KEYS[type?.value ?? ''] ?? '')?.value;
  const span = written?.span ?? name.span;
  return {
    fact: 'module-call',
    node: nodeIn(outer, 'Resources', name.value),
    span: name.span,
    name,
    source: { value: written?.kind === 'scalar' ? written.text : inner.reading.source.path, span },
    settings: values.givenTo(inner),
  };
}

/** `node` needs `to`, once per pair and kind. */
function dependenciesIn(stack: Stack, links: StackLinks): Dependency[] {
  const seen = new Set<string>();
  const stated = (
    name: string,
    how: NameUse['how'],
    span: Dependency['span'],
    ends: readonly LinkEnd[],
  ): Dependency[] => {
    const node = nodeIn(stack, 'Resources', name);
    return ends.flatMap(({ node: to, resource }): Dependency[] => {
      const kind = kindOf(how, stack.reading.names.resources.get(name), resource);
      const key = `${node} ${to} ${kind}`;
      if (seen.has(key) || to === node) return [];
      seen.add(key);
      return [{ fact: 'dependency', node, span, to, kind, certainty: 'explicit' }];
    });
  };
  const referred = stack.reading.uses.flatMap((use): Dependency[] => {
    const name = /^Resources\.(.+)$/.exec(use.owner)?.[1];
    if (name === undefined) return [];
    // What a stack is given, those of its resources need that use it.
    if (stack.nested.has(name)) return use.how === 'DependsOn' ? [waiting(name, use, stack)] : [];
    return stated(name, use.how, use.name.span, links.endsOf(use, stack));
  });
  const imported = links
    .imports(stack)
    .filter(({ resource }) => !stack.nested.has(resource.name.value))
    .flatMap(({ resource, span, ends }) => stated(resource.name.value, 'Ref', span, ends));
  return [...referred, ...imported];
}

/** The order of stacks alone, which no value tells. */
function waiting(user: string, { name }: NameUse, stack: Stack): Dependency {
  const node = nodeIn(stack, 'Resources', user);
  const to = nodeIn(stack, 'Resources', name.value);
  return { fact: 'dependency', node, span: name.span, to, kind: 'depends', certainty: 'explicit' };
}
