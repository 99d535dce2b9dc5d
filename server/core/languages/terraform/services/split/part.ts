import { keepsUserData } from '../../../../model/kept-data.ts';
import type { Span } from '../../../../model/span.ts';
import type { DataSource } from '../../../../schema/data.ts';
import { classify } from '../../../../schema/lifecycle.ts';
import { attributeOf } from '../../../../syntax/hcl/walk.ts';
import { literalString } from '../../../../syntax/hcl.ts';
import type { Surroundings } from '../../../language.ts';
import { calledModule, type Declared, declarationOf, type Module, type UseIn } from '../../read/module.ts';
import { isLocalSource } from '../../read/reading.ts';

/** What leaves a module, and what it takes along. */
export interface Part {
  /** Resources, and calls of modules that hold nothing else, in the order of the files. */
  readonly moved: readonly Declared[];
  /** Variables, locals and data sources that they need: declared in the new place, too. */
  readonly copied: readonly Declared[];
  /** Those of them that nothing else needs. */
  readonly dropped: readonly Declared[];
  /** Configurations of providers that are named. */
  readonly providers: readonly UseIn[];
  /** `terraform.workspace` and the like. */
  readonly reads: ReadonlySet<string>;
}

/** Resources of the module itself that keep what users would miss. */
export function keptIn(module: Module, data: DataSource): readonly Declared[] {
  return resourcesOf(module).filter(({ type, name }) => {
    const lifecycle = type && classify('terraform', type.value, data);
    return lifecycle !== undefined && keepsUserData(type?.value ?? '', name.value, lifecycle);
  });
}

/** Calls of modules of the project that hold nothing but such resources, and what is shared beside them. */
export function keptCallsIn(
  module: Module,
  { project, data }: Pick<Surroundings, 'project' | 'data'>,
): readonly Declared[] {
  return [...module.declared.values()].flatMap(([call]) => {
    if (call?.kind !== 'module') return [];
    const source = literalString(attributeOf(call.block.body, 'source')?.value);
    const called = source !== undefined && isLocalSource(source) ? calledModule(call, project) : undefined;
    if (!called || called.folder === module.folder || called.broken || hasServers(called, data)) return [];
    return keptIn(called, data).length > 0 ? [call] : [];
  });
}

/** Replaced with every version, or in front of what is. */
function isPerVersion({ type }: Declared, data: DataSource): boolean {
  const lifecycle = type && classify('terraform', type.value, data);
  return lifecycle?.class === 'stateless' || lifecycle?.class === 'router';
}

/** Whether something of the module is replaced with every version. */
export function hasServers(module: Module, data: DataSource): boolean {
  return resourcesOf(module).some(
    ({ type }) => type !== undefined && classify('terraform', type.value, data).class === 'stateless',
  );
}

/** What keeps data goes, with all it needs and with what only describes it; a sentence where something ties it to what stays. */
export function partOf(module: Module, kept: readonly Declared[], data: DataSource): Part | string {
  const found = new Map<string, Declared>();
  const providers: UseIn[] = [];
  const reads = new Set<string>();
  const refused = gather(kept, module, data, { found, providers, reads });
  if (refused !== undefined) return refused;
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    const parts = resourcesOf(module).filter((each) => !found.has(each.address) && describes(each, found, module));
    for (const each of parts) {
      if (isPerVersion(each, data)) continue;
      const inner = { found: new Map(found), providers: [...providers], reads: new Set(reads) };
      if (gather([each], module, data, inner) !== undefined) continue;
      for (const [address, one] of inner.found) found.set(address, one);
      providers.splice(0, providers.length, ...inner.providers);
      for (const word of inner.reads) reads.add(word);
    }
  }
  const moves = ({ kind }: Declared): boolean => kind === 'resource' || kind === 'module';
  const moved = [...found.values()].filter(moves).toSorted(byPlace);
  const copied = [...found.values()].filter((each) => !moves(each)).toSorted(byPlace);
  return { moved, copied, dropped: neededByThemOnly(module, moved, copied), providers, reads };
}

interface Gathered {
  readonly found: Map<string, Declared>;
  readonly providers: UseIn[];
  readonly reads: Set<string>;
}

/** Adds declarations with all they need; the reason where one of them cannot go. */
function gather(
  start: readonly Declared[],
  module: Module,
  data: DataSource,
  { found, providers, reads }: Gathered,
): string | undefined {
  const queue = [...start];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (found.has(at.address)) continue;
    if (module.declared.get(at.address)?.length !== 1) return `${at.address} is declared in several files`;
    found.set(at.address, at);
    for (const use of usesIn(at)) {
      if (use.kind === 'provider') providers.push(use);
      if (use.kind === 'given') reads.add(`${use.address}${use.rest.map(stepName).join('')}`);
      if (use.kind === 'given' || use.kind === 'bare' || use.kind === 'provider') continue;
      const target = declarationOf(module, use.address);
      if (!target) return `${at.address} refers to ${use.address}, which is not declared`;
      if (!GOES_ALONG.has(target.kind) && !start.includes(target))
        return `${at.address} refers to ${use.address}, which stays`;
      if (target.kind === 'resource' && isPerVersion(target, data))
        return `${at.address} refers to ${use.address}, which is replaced with every version`;
      queue.push(target);
    }
  }
  return undefined;
}

const GOES_ALONG = new Set(['resource', 'data', 'variable', 'local']);

function stepName(step: UseIn['rest'][number]): string {
  return step.kind === 'name' ? `.${step.name.value}` : '';
}

/** The versioning of a bucket, the targets of a file system: of the same service, and about nothing else of the module. */
function describes(each: Declared, found: ReadonlyMap<string, Declared>, module: Module): boolean {
  const needs = usesIn(each).filter(({ kind }) => kind === 'resource' || kind === 'module');
  const about = needs.filter(({ address }) => {
    const target = found.get(address);
    return target !== undefined && familyOf(target) === familyOf(each);
  });
  return (
    about.length > 0 && needs.every(({ address }) => found.has(address) || declarationOf(module, address) === each)
  );
}

function familyOf({ type }: Declared): string {
  return (type?.value ?? '').split('_').slice(0, 2).join('_');
}

function neededByThemOnly(
  module: Module,
  moved: readonly Declared[],
  copied: readonly Declared[],
): readonly Declared[] {
  const gone = new Set(moved.map(({ address }) => address));
  let dropped: readonly Declared[] = [];
  for (let before = -1; before !== dropped.length; ) {
    before = dropped.length;
    dropped = copied.filter(({ address }) => (module.uses.get(address) ?? []).every((use) => isIn(use, gone)));
    for (const { address } of dropped) gone.add(address);
  }
  return dropped;
}

function isIn({ owner, position }: UseIn, addresses: ReadonlySet<string>): boolean {
  return position === 'assignment' || addresses.has(owner);
}

/** Names that a declaration uses: of a local those of its own line only. */
export function usesIn({ reading, address, span }: Declared): readonly UseIn[] {
  return (reading.usesBy.get(address) ?? [])
    .filter((use) => within(use.span, span) && use.address !== address)
    .map((use) => ({ ...use, reading }));
}

function within(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function resourcesOf(module: Module): readonly Declared[] {
  return [...module.declared.values()]
    .flatMap(([first]) => (first?.kind === 'resource' ? [first] : []))
    .toSorted(byPlace);
}

function byPlace(a: Declared, b: Declared): number {
  const [one, other] = [a.reading.source.path, b.reading.source.path];
  return one === other ? a.span.start - b.span.start : one < other ? -1 : 1;
}
