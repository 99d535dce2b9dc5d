import type { Context, Dependency, Fact, ModuleCall, Note, Output, Parameter, Unit } from '../../../model/fact.ts';
import { pathContexts } from '../../../model/path-contexts.ts';
import { folderOf, foldersAbove, joinPath } from '../../../model/paths.ts';
import type { MapEntry, Value } from '../../../model/value.ts';
import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import { literalString } from '../../../syntax/hcl.ts';
import type { Project, Surroundings } from '../../language.ts';
import { commentNotes } from '../../notes.ts';
import { calledModule, type Declared, type Module, moduleOf } from '../read/module.ts';
import { isLocalSource, isTerraform, type TerraformReading } from '../read/reading.ts';
import { snapshotOf } from '../read/snapshot.ts';
import { dependenciesOf } from './dependency.ts';
import { resourceFacts } from './resource.ts';
import { calledScope, rootScope, type Scope } from './scope.ts';
import { stateMoves } from './state-move.ts';
import { settingIn, settingsOf } from './value.ts';

/** Modules in modules in modules: followed so far. */
const DEEPEST_CALL = 8;
const MOST_FACTS = 50_000;

/**
 * What the module of a file describes, local modules it calls included. Facts of other files carry `file`; addresses are
 * those of Terraform (`aws_lb.main`, `module.web.aws_lb.main`, `var.x`).
 */
export function terraformFacts(reading: TerraformReading, around: Surroundings): readonly Fact[] {
  const module = moduleOf(reading, around.project);
  if (module.readings.length === 0) return [unitAlone(reading)];
  const scope = rootScope(module, around.project);
  const unit = unitOf(reading, module, scope);
  if (reading.form.kind !== 'configuration' && reading.form.kind !== 'other') return [unit];
  const facts = factsOfModule(reading, module, around);
  const all = [unit, ...facts].map((fact) => located(fact, reading));
  return [...all, ...commentNotes(reading), ...descriptions(reading)];
}

/** The same for all files of a module, so they are worked out once; not for a text that is not in the project yet. */
function factsOfModule(reading: TerraformReading, module: Module, { project, data }: Surroundings): readonly Fact[] {
  const find = (of: Module, seen: Project): readonly Fact[] => {
    const facts: Fact[] = [];
    addModule(facts, rootScope(of, seen), { project: seen, data }, 0);
    return facts;
  };
  if (project.reading(reading.source.path) !== reading) return find(module, project);
  return snapshotOf(project).rememberFresh(
    'terraform module facts',
    module.folder,
    (fresh) => find(moduleOf(reading, fresh), fresh),
    (facts) => facts.length / 4,
  );
}

/** Literal descriptions of variables, outputs and resources of this file. */
function descriptions({ declarations }: TerraformReading): Note[] {
  return declarations.flatMap(({ address, block }): Note[] => {
    const written = attributeOf(block.body, 'description')?.value;
    const text = literalString(written);
    return written === undefined || text === undefined
      ? []
      : [{ fact: 'note', node: address, span: written.span, text, where: 'description' }];
  });
}

/** Facts carry the file they come from until here; that of the reading itself is not said. */
function located(fact: Fact, reading: TerraformReading): Fact {
  if (fact.file !== reading.source.path)
    return fact.fact === 'resource' && fact.file !== undefined ? { ...fact, path: fact.file } : fact;
  const { file: _, ...own } = fact;
  return own as Fact;
}

function addModule(facts: Fact[], scope: Scope, around: Surroundings, depth: number): void {
  facts.push(...stateMoves(scope));
  for (const [, [declared, ...others]] of scope.module.declared) {
    if (!declared || facts.length > MOST_FACTS) continue;
    facts.push(
      ...factsOf(declared, others, scope, around).map((fact) => ({ ...fact, file: declared.reading.source.path })),
    );
    if (declared.kind !== 'module' || depth >= DEEPEST_CALL) continue;
    const called = calledModule(declared, around.project);
    if (called && called.folder !== scope.module.folder)
      addModule(facts, calledScope(called, declared, scope), around, depth + 1);
  }
}

function factsOf(declared: Declared, overrides: readonly Declared[], scope: Scope, around: Surroundings): Fact[] {
  const dependencies = dependenciesOf(declared, scope);
  const root = scope.caller === undefined;
  if (declared.kind === 'variable') return root ? [parameterOf(declared, scope)] : inputDependencies(declared, scope);
  if (declared.kind === 'output') return root ? [outputOf(declared, scope), ...dependencies] : dependencies;
  if (declared.kind === 'resource' || declared.kind === 'data' || declared.kind === 'ephemeral') {
    return [...resourceFacts(declared, overrides, scope, around), ...dependencies];
  }
  return declared.kind === 'module' ? [...callOf(declared, scope), ...dependencies] : dependencies;
}

function callOf({ block, address, name }: Declared, scope: Scope): ModuleCall[] {
  const source = attributeOf(block.body, 'source')?.value;
  const text = literalString(source);
  if (source === undefined || text === undefined) return [];
  const settings = settingsOf(block.body, scope, new Set());
  const node = scope.prefix + address;
  return [
    { fact: 'module-call', node, span: block.header, name, source: { value: text, span: source.span }, settings },
  ];
}

function parameterOf(declared: Declared, scope: Scope): Parameter {
  const { body } = declared.block;
  const value = settingIn(body, 'default', scope);
  const sensitive = attributeOf(body, 'sensitive')?.value;
  return {
    fact: 'parameter',
    node: declared.address,
    span: declared.name.span,
    name: declared.name,
    documented: literalString(attributeOf(body, 'description')?.value)?.trim()
      ? true
      : attributeOf(body, 'description') !== undefined,
    map: body.span,
    ...(value && { default: value }),
    ...(sensitive?.kind === 'literal' && { secret: sensitive.value === true }),
  };
}

function outputOf(declared: Declared, scope: Scope): Output {
  const nothing: Value = { kind: 'unknown', reason: 'no value', span: declared.name.span };
  const value = settingIn(declared.block.body, 'value', scope) ?? nothing;
  return { fact: 'output', node: declared.address, span: declared.name.span, name: declared.name, value };
}

/** The variable of a called module needs what its caller puts in. */
function inputDependencies(declared: Declared, scope: Scope): Dependency[] {
  const { caller } = scope;
  const input = caller && attributeOf(caller.call.block.body, declared.name.value);
  if (!caller || !input) return [];
  const own = (caller.call.reading.usesBy.get(caller.call.address) ?? []).filter(
    ({ span }) => input.span.start <= span.start && span.end <= input.span.end,
  );
  return dependenciesOf({ ...caller.call, address: caller.call.address }, caller.scope, own).map((each) => ({
    ...each,
    node: scope.prefix + declared.address,
    span: declared.name.span,
  }));
}

function unitAlone(reading: TerraformReading): Unit {
  return { fact: 'unit', node: '', span: { start: 0, end: 0 }, contexts: contextsOf(reading.source.path) };
}

/** Stated by the file that holds the `terraform` block, else by `main.tf`, else by the first one. */
function unitOf(reading: TerraformReading, module: Module, scope: Scope): Unit {
  const blocks = module.readings.flatMap((each) =>
    blocksOf(each.hcl.body, 'terraform').map((block) => ({ reading: each, block })),
  );
  const stated = blocks[0];
  const main =
    stated?.reading ??
    module.readings.find(({ source }) => /(^|\/)main\.(tf|tofu)$/.test(source.path)) ??
    module.readings[0] ??
    reading;
  const providers = module.readings.flatMap((each) => blocksOf(each.hcl.body, 'provider')).slice(0, 1);
  const entries = [
    ...blocks.flatMap(({ block }): readonly MapEntry[] => settingsOf(block.body, scope, new Set()).entries),
    ...providers.map(
      ({ header, body }): MapEntry => ({
        key: { value: 'provider', span: header },
        value: { kind: 'map', entries: [], span: body.span },
        span: header,
      }),
    ),
    ...defaultTags(module, scope),
  ];
  const span = stated?.block.header ?? {
    start: 0,
    end: Math.min(main.source.text.length, main.declarations[0]?.header.end ?? 0),
  };
  const body = stated?.block.body.span ?? { start: 0, end: 0 };
  return {
    fact: 'unit',
    node: '',
    span,
    settings: { kind: 'map', entries, span: body },
    contexts: [...contextsOf(main.source.path), ...(isCalled(module, scope) ? (['module'] as const) : [])],
    file: main.source.path,
  };
}

/** Tags that providers put on everything. */
function defaultTags({ readings }: Module, scope: Scope): readonly MapEntry[] {
  return readings
    .flatMap(({ hcl }) => blocksOf(hcl.body, 'provider'))
    .flatMap(({ body }) =>
      settingsOf(body, scope, new Set()).entries.filter(({ key }) => key.value === 'default_tags'),
    );
}

function contextsOf(path: string): Context[] {
  return [...pathContexts(path), ...(/(^|\/)modules?\//i.test(path) ? (['module'] as const) : [])];
}

/** A file in a folder above calls this one as a module, or its look says that somebody will. */
function isCalled(module: Module, { project }: Scope): boolean {
  if (/(^|\/)modules?\//i.test(`${module.folder}/`)) return false;
  const above = foldersAbove(module.folder).slice(0, CALLERS_ABOVE);
  return above
    .flatMap((folder) => snapshotOf(project).inFolder(folder))
    .some((path) => {
      const reading = project.reading(path);
      if (!isTerraform(reading) || folderOf(path) === module.folder) return false;
      return reading.declarations.some(({ kind, block }) => {
        const source = kind === 'module' ? literalString(attributeOf(block.body, 'source')?.value) : undefined;
        return source !== undefined && isLocalSource(source) && joinPath(folderOf(path), source) === module.folder;
      });
    });
}

const CALLERS_ABOVE = 3;
