import type { Location, Reference } from '../../../model/editor.ts';
import { folderOf, joinPath } from '../../../model/paths.ts';
import type { Span } from '../../../model/span.ts';
import { attributeOf } from '../../../syntax/hcl/walk.ts';
import { literalString } from '../../../syntax/hcl.ts';
import type { Project, Surroundings } from '../../language.ts';
import { calledModule, type Declared, declarationOf, type Module, moduleAt, moduleOf } from '../read/module.ts';
import { isLocalSource, isTerraform, type TerraformReading } from '../read/reading.ts';
import type { Use } from '../read/use.ts';
import { loopNameAt } from './loop-names.ts';

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
  const declared = reading.declarations.find(({ name, kind }) => kind !== 'other' && at(name.span));
  if (declared) return { module, address: declared.address, span: declared.name.span, name: declared.name.value };
  const input = inputAt(reading, offset, project);
  if (input) return input;
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
  return undefined;
}

/** `module.x.y`: the output `y` of the called module. */
function outputAt(reading: TerraformReading, offset: number, module: Module, project: Project): Subject | undefined {
  for (const use of reading.uses) {
    const step = outputStep(use);
    if (!step || offset < step.span.start || offset > step.span.end) continue;
    const call = declarationOf(module, use.address);
    const called = call && calledModule(call, project);
    if (called) return { module: called, address: `output.${step.value}`, span: step.span, name: step.value };
  }
  return undefined;
}

export function outputStep(use: Pick<Use, 'kind' | 'rest'>) {
  const step = use.kind === 'module' ? use.rest.find((each) => each.kind === 'name' && !each.legacy) : undefined;
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
  if (subject) return (subject.module.declared.get(subject.address) ?? []).map(locationOf);
  return sourceAt(reading, offset, around);
}

function locationOf({ reading, name, span }: Declared): Location {
  return { path: reading.source.path, span: name.span, full: span };
}

/** The source of a module call leads to the module's files. */
function sourceAt(reading: TerraformReading, offset: number, { project }: Surroundings): Location[] {
  for (const { kind, block } of reading.declarations) {
    const source = kind === 'module' ? attributeOf(block.body, 'source')?.value : undefined;
    if (!source || offset < source.span.start || offset > source.span.end) continue;
    const text = literalString(source);
    const module =
      text !== undefined && isLocalSource(text)
        ? moduleAt(joinPath(folderOf(reading.source.path), text), project)
        : undefined;
    const main =
      module?.readings.find(({ source: each }) => /(^|\/)main\.(tf|tofu)$/.test(each.path)) ?? module?.readings[0];
    return main ? [{ path: main.source.path, span: { start: 0, end: 0 } }] : [];
  }
  return [];
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
  const uses = (module.uses.get(address) ?? []).map(
    ({ reading, name, position }): Reference => ({
      path: reading.source.path,
      span: name.span,
      role: position === 'assignment' ? 'write' : 'read',
    }),
  );
  const all = [...declared, ...tests, ...uses, ...calleeSide(module, address, project)];
  return all.filter(
    (each, i) => all.findIndex((other) => other.path === each.path && other.span.start === each.span.start) === i,
  );
}

/** Inputs and outputs as the callers of a module write them. */
function calleeSide(module: Module, address: string, project: Project): Reference[] {
  const [kind = '', name = ''] = [address.slice(0, address.indexOf('.')), address.slice(address.indexOf('.') + 1)];
  if (kind !== 'var' && kind !== 'output') return [];
  return project.paths('terraform').flatMap((path) => {
    const reading = project.reading(path);
    if (!isTerraform(reading) || folderOf(path) === module.folder) return [];
    const calls = reading.declarations.filter(
      (each) => each.kind === 'module' && calledModule({ ...each, reading }, project)?.folder === module.folder,
    );
    return calls.flatMap((call) =>
      kind === 'var' ? inputsNamed(call.block.body, name, path) : outputsNamed(call.address, name, reading, project),
    );
  });
}

function inputsNamed(body: Declared['block']['body'], name: string, path: string): Reference[] {
  const attribute = attributeOf(body, name);
  return attribute ? [{ path, span: attribute.name.span, role: 'write' }] : [];
}

function outputsNamed(address: string, name: string, reading: TerraformReading, project: Project): Reference[] {
  const uses = moduleOf(reading, project).uses.get(address) ?? [];
  return uses.flatMap((use) => {
    const step = outputStep(use);
    return step?.value === name ? [{ path: use.reading.source.path, span: step.span, role: 'read' as const }] : [];
  });
}
