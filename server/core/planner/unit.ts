import type { ModuleCall, PhysicalName, Resource, Script } from '../model/fact.ts';
import { knownText } from '../model/value.ts';
import type { UnitFacts } from './input.ts';
import { looseSteps } from './loose.ts';
import { factsOf, groupedBy } from './source.ts';

/** The facts of one unit by the resource they belong to. */
export interface IndexedUnit {
  readonly unit: UnitFacts;
  /** In the order of the source; what is only read is left out. */
  readonly resources: ReadonlyMap<string, Resource>;
  readonly names: ReadonlyMap<string, readonly PhysicalName[]>;
  /** Scripts of a resource, those of the roles it uses included. */
  scriptsOf(id: string): readonly Script[];
  readonly secrets: ReadonlySet<string>;
  /** Modules that are called. */
  readonly calls: readonly ModuleCall[];
  /** Name and version of the unit, where they are known. */
  readonly name: string | undefined;
  readonly version: string | undefined;
}

export function indexUnit(unit: UnitFacts): IndexedUnit {
  const stated = factsOf(unit, 'resource');
  const resources = uniqueResources([...stated, ...opaqueModules(unit), ...looseSteps(unit, stated)]);
  const scripts = groupedBy(factsOf(unit, 'script'), (script) => script.node);
  const supports = groupedBy(
    factsOf(unit, 'dependency').filter((dependency) => !resources.has(dependency.to)),
    (dependency) => dependency.node,
  );
  const [facts] = factsOf(unit, 'unit');
  return {
    unit,
    resources,
    names: groupedBy(factsOf(unit, 'physical-name'), (name) => name.resource),
    scriptsOf: (id) => {
      const roots = [id, ...(supports.get(id) ?? []).map((dependency) => dependency.to)];
      return [...scripts].filter(([node]) => roots.some((root) => isUnder(node, root))).flatMap(([, found]) => found);
    },
    secrets: new Set([
      ...factsOf(unit, 'secret').map((secret) => secret.key),
      ...factsOf(unit, 'parameter').flatMap((parameter) => (parameter.secret ? [parameter.name.value] : [])),
    ]),
    calls: factsOf(unit, 'module-call'),
    name: knownText(facts?.name),
    version: knownText(facts?.version),
  };
}

/** Two files may use one name: the second is known as `<file>#<name>`. */
function uniqueResources(all: readonly Resource[]): ReadonlyMap<string, Resource> {
  const planned = all.filter((resource) => !isRead(resource) && !isAbsent(resource));
  const byId = new Map<string, Resource>();
  for (const resource of planned) {
    const file = resource.file ?? resource.path;
    const taken = byId.has(resource.node) && file !== undefined;
    byId.set(taken ? `${file}#${resource.node}` : resource.node, resource);
  }
  return byId;
}

function isRead({ readOnly, lifecycle }: Resource): boolean {
  return readOnly === true || lifecycle.traits?.readOnly === true;
}

/** `count = var.create ? 1 : 0` with a condition that is known not to hold. */
function isAbsent({ conditional, instances }: Resource): boolean {
  return conditional === true && instances === 0;
}

/** Calls of modules whose files are not at hand, each as one thing that cannot be looked into. */
function opaqueModules(unit: UnitFacts): readonly Resource[] {
  if (unit.language !== 'terraform') return [];
  return factsOf(unit, 'module-call').flatMap((call): readonly Resource[] => {
    const inside = `${call.node}.`;
    if (unit.facts.some(({ node }) => node.startsWith(inside))) return [];
    const { node, span, name, source, settings, file } = call;
    return [
      {
        fact: 'resource',
        node,
        span,
        header: span,
        name,
        type: { value: 'module', span: source.span },
        settings,
        lifecycle: { class: 'external', confidence: 1, reasons: ['MODULE_NOT_AT_HAND'] },
        ...(file === undefined ? {} : { file }),
      },
    ];
  });
}

export function isUnder(node: string, root: string): boolean {
  return node === root || node.startsWith(`${root}.`);
}
