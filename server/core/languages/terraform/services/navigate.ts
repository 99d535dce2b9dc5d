import type { Location, Reference } from '../../../model/editor.ts';
import type { Span, Written } from '../../../model/span.ts';
import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import type { HclExpression } from '../../../syntax/hcl.ts';
import type { Project, Surroundings } from '../../language.ts';
import { calleeOf, inputsSetBy } from '../read/callee.ts';
import type { Declaration } from '../read/declaration.ts';
import { calledModule, type Declared, declarationOf, type Module, moduleOf, type UseIn } from '../read/module.ts';
import { isTerraform, type TerraformReading } from '../read/reading.ts';
import type { Use } from '../read/use.ts';
import { loopNameAt } from './loop-names.ts';
import { aliasReferences, wantedAliasAt } from './wanted-alias.ts';

/** A thing with a name, in the module that declares it. */
export interface Subject {
  readonly module: Module;
  readonly address: string;
  /** Where the cursor stands. */
  readonly span: Span;
  readonly name: string;
}

/** The thing whose name is at an offset: at its declaration or at a use, in this module or in one it calls. */
export function subjectAt(reading: TerraformReading, offset: number, { project }: Surroundings): Subject | undefined {
  const module = moduleOf(reading, project);
  const at = (span: Span) => span.start <= offset && offset <= span.end;
  const declared = reading.declarations.find(
    ({ name, kind, block }) => (kind !== 'other' || block.labels.length > 0) && at(name.span),
  );
  if (declared) return { module, address: declared.address, span: declared.name.span, name: declared.name.value };
  const input = inputAt(reading, offset, project);
  if (input) return input;
  const alias = wantedAliasAt(reading, offset, module, project);
  if (alias) return { module: alias.module, address: alias.address, span: alias.name.span, name: alias.name.value };
  const use = reading.uses.find((each) => at(each.span));
  if (use) return { module, address: use.address, span: use.name.span, name: use.name.value };
  return outputAt(reading, offset, module, project);
}

/** The name of an argument of a module call is a variable of the called module. */
function inputAt(reading: TerraformReading, offset: number, project: Project): Subject | undefined {
  for (const call of reading.declarations) {
    if (call.kind !== 'module' || offset < call.span.start || offset > call.span.end) continue;
    const called = calledModule({ ...call, reading }, project);
    const item = call.block.body.items.find(
      (each) => each.kind === 'attribute' && each.name.span.start <= offset && offset <= each.name.span.end,
    );
    if (!called || item?.kind !== 'attribute' || !called.declared.has(`var.${item.name.value}`)) return undefined;
    return { module: called, address: `var.${item.name.value}`, span: item.name.span, name: item.name.value };
  }
  return givenAt(reading, offset, project);
}

/** An input of a component, a stack, a deployment or a run. */
function givenAt(reading: TerraformReading, offset: number, project: Project): Subject | undefined {
  for (const { block } of reading.declarations) {
    if (offset < block.span.start || offset > block.span.end) continue;
    const called = calleeOf(reading, block, project);
    const name = called && inputsSetBy(block).find(({ span }) => span.start <= offset && offset <= span.end);
    if (name && called.declared.has(`var.${name.value}`))
      return { module: called, address: `var.${name.value}`, span: name.span, name: name.value };
  }
  return undefined;
}

/** `module.x.y`, `component.x.y`, `run.x.y`: the output `y` of what is called. */
function outputAt(reading: TerraformReading, offset: number, module: Module, project: Project): Subject | undefined {
  for (const use of reading.uses) {
    const step = outputStep(use);
    if (!step || offset < step.span.start || offset > step.span.end) continue;
    const called = calledBy(use, reading, module, project);
    if (called) return { module: called, address: `output.${step.value}`, span: step.span, name: step.value };
  }
  return undefined;
}

/** The module, or stack, whose output a use reads. */
function calledBy(use: Use, reading: TerraformReading, module: Module, project: Project): Module | undefined {
  const own = reading.byAddress.get(use.address);
  const call = own ? { ...own, reading } : declarationOf(module, use.address);
  if (!call) return undefined;
  return call.kind === 'module' ? calledModule(call, project) : calleeOf(call.reading, call.block, project);
}

const CALLS: ReadonlySet<string> = new Set(['module', 'component', 'stack', 'run']);

export function outputStep(use: Pick<Use, 'kind' | 'rest' | 'address'>) {
  const isCall = CALLS.has(use.kind) || use.address.startsWith('deployment.');
  const step = isCall ? use.rest.find((each) => each.kind === 'name' && !each.legacy) : undefined;
  return step?.kind === 'name' && step.name.value !== '' ? step.name : undefined;
}

export function definitionTerraform(
  reading: TerraformReading,
  offset: number,
  around: Surroundings,
): readonly Location[] {
  const loop = loopNameAt(reading, offset);
  const [bound] = loop?.spans ?? [];
  if (bound) return [{ path: reading.source.path, span: bound, full: bound }];
  const subject = subjectAt(reading, offset, around);
  if (subject) {
    const declared = declarationsOf(subject, reading).map(locationOf);
    return declared.length > 0
      ? declared
      : aliasReferences(subject.module, subject.address, around.project).filter(({ role }) => role === 'definition');
  }
  return sourceAt(reading, offset, around);
}

/** Runs are declared beside the module, in the file of their test. */
export function declarationsOf({ module, address }: Subject, reading: TerraformReading): readonly Declared[] {
  const own = reading.byAddress.get(address);
  return module.declared.get(address) ?? (own?.kind === 'run' ? [{ ...own, reading }] : []);
}

function locationOf({ reading, name, span }: Declared): Location {
  return { path: reading.source.path, span: name.span, full: span };
}

/** The source of a module call leads to the module's files. */
function sourceAt(reading: TerraformReading, offset: number, { project }: Surroundings): Location[] {
  for (const declared of reading.declarations) {
    const { kind, block } = declared;
    const source = sourcesOf(block).find(({ span }) => span.start <= offset && offset <= span.end);
    if (!source) continue;
    const module =
      kind === 'module' ? calledModule({ ...declared, reading }, project) : calleeOf(reading, block, project);
    const main = module && mainOf(module);
    return main ? [{ path: main.source.path, span: { start: 0, end: 0 } }] : [];
  }
  return [];
}

/** The value of `source` in a call, or in the `module` block of a run. */
export function sourcesOf({ body }: Declared['block']): HclExpression[] {
  const own = attributeOf(body, 'source');
  const inner = blocksOf(body, 'module').map((module) => attributeOf(module.body, 'source'));
  return [own, ...inner].flatMap((each) => (each ? [each.value] : []));
}

/** The file one opens to see a module. */
export function mainOf({ readings }: Module): TerraformReading | undefined {
  return (
    readings.find(({ source }) => /(^|\/)main\.(?:tf|tofu|tfcomponent\.hcl|tfstack\.hcl)$/.test(source.path)) ??
    readings[0]
  );
}

export function referencesTerraform(
  reading: TerraformReading,
  offset: number,
  around: Surroundings,
): readonly Reference[] {
  const loop = loopNameAt(reading, offset);
  if (loop)
    return loop.spans.map((span, i) => ({ path: reading.source.path, span, role: i === 0 ? 'definition' : 'read' }));
  const subject = subjectAt(reading, offset, around);
  return subject ? referencesTo(subject, around.project) : [];
}

/** Every place that names a thing: declarations, uses, values given to it, and what callers of its module write. */
export function referencesTo({ module, address }: Subject, project: Project): Reference[] {
  const declared = (module.declared.get(address) ?? []).map(
    ({ reading, name, span }): Reference => ({
      path: reading.source.path,
      span: name.span,
      full: span,
      role: 'definition',
    }),
  );
  const tests = module.companions.flatMap((reading) =>
    reading.declarations
      .filter((each) => each.address === address && each.kind === 'run')
      .map(
        (each): Reference => ({ path: reading.source.path, span: each.name.span, full: each.span, role: 'definition' }),
      ),
  );
  const own = (module.uses.get(address) ?? []).filter((use) => !isForOther(use));
  const uses = own.map(
    ({ reading, name, position }): Reference => ({
      path: reading.source.path,
      span: name.span,
      role: position === 'assignment' ? 'write' : 'read',
    }),
  );
  const callers = [...calleeSide(module, address, project), ...aliasReferences(module, address, project)];
  const all = [...declared, ...tests, ...uses, ...callers];
  return all.filter(
    (each, i) => all.findIndex((other) => other.path === each.path && other.span.start === each.span.start) === i,
  );
}

/** A run of another module gives its values to that one. */
function isForOther({ position, owner, reading }: UseIn): boolean {
  const run = position === 'assignment' ? reading.byAddress.get(owner) : undefined;
  return run?.kind === 'run' && blocksOf(run.block.body, 'module').length > 0;
}

/** Inputs and outputs as the callers of a module write them. */
function calleeSide(module: Module, address: string, project: Project): Reference[] {
  const [kind = '', name = ''] = [address.slice(0, address.indexOf('.')), address.slice(address.indexOf('.') + 1)];
  if (kind !== 'var' && kind !== 'output') return [];
  return project.paths('terraform').flatMap((path) => {
    const reading = project.reading(path);
    if (!isTerraform(reading)) return [];
    const calls = reading.declarations.filter((each) => isCallOf(each, reading, module, project));
    return calls.flatMap((call) =>
      kind === 'var' ? inputsNamed(call, name, path) : outputsNamed(call.address, name, reading, project),
    );
  });
}

export function isCallOf(call: Declaration, reading: TerraformReading, module: Module, project: Project): boolean {
  const called =
    call.kind === 'module' ? calledModule({ ...call, reading }, project) : calleeOf(reading, call.block, project);
  return called?.folder === module.folder && isStack(called) === isStack(module);
}

function isStack({ readings }: Module): boolean {
  return readings[0]?.form.kind === 'stack';
}

function inputsNamed(call: Declaration, name: string, path: string): Reference[] {
  return inputsOf(call).flatMap((each) =>
    each.value === name ? [{ path, span: each.span, role: 'write' as const }] : [],
  );
}

/** Names of the inputs that a call sets: arguments of a module call, entries of the others. */
export function inputsOf({ kind, block }: Declaration): readonly Written[] {
  if (kind !== 'module') return inputsSetBy(block);
  return block.body.items.flatMap((item) => (item.kind === 'attribute' ? [item.name] : []));
}

function outputsNamed(address: string, name: string, reading: TerraformReading, project: Project): Reference[] {
  const all = moduleOf(reading, project).uses.get(address) ?? [];
  // Runs of several files may have one name.
  const uses = reading.form.kind === 'test' ? all.filter((use) => use.reading === reading) : all;
  return uses.flatMap((use) => {
    const step = outputStep(use);
    return step?.value === name ? [{ path: use.reading.source.path, span: step.span, role: 'read' as const }] : [];
  });
}
