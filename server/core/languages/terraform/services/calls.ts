import type { CallItem } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import type { Project, Surroundings } from '../../language.ts';
import { calleeOf } from '../read/callee.ts';
import { calledModule, type Declared, declarationOf, type Module, moduleOf } from '../read/module.ts';
import { isTerraform, type TerraformReading } from '../read/reading.ts';
import { inputsOf, isCallOf, outputStep, subjectAt } from './navigate.ts';

/** What needs what: things as callers, the things they refer to as callees. */
export function callItemTerraform(
  reading: TerraformReading,
  offset: number,
  around: Surroundings,
): CallItem | undefined {
  const subject = subjectAt(reading, offset, around);
  const declared = subject && declarationOf(subject.module, subject.address);
  return declared && itemOf(declared);
}

function itemOf({ address, kind, name, span, reading }: Declared): CallItem {
  return { name: address, detail: kind, location: { path: reading.source.path, span: name.span, full: span } };
}

export function callsTerraform(
  item: CallItem,
  direction: 'in' | 'out',
  { project }: Surroundings,
): readonly { readonly item: CallItem; readonly spans: readonly Span[] }[] {
  const reading = project.reading(item.location.path);
  if (!isTerraform(reading)) return [];
  const module = moduleOf(reading, project);
  const found = new Map<string, Span[]>();
  for (const [address, uses] of module.uses) {
    for (const use of uses) {
      const other =
        direction === 'out' && use.owner === item.name
          ? address
          : direction === 'in' && address === item.name
            ? use.owner
            : undefined;
      if (other === undefined || other === '') continue;
      const spans = found.get(other);
      if (spans) spans.push(use.span);
      else found.set(other, [use.span]);
    }
  }
  const inside = [...found].flatMap(([address, spans]) => withItem(module, address, spans));
  return [
    ...inside,
    ...(direction === 'in' ? fromCallers(item.name, module, project) : intoModules(item.name, module, project)),
  ];
}

/** Who gives a variable its value, and who reads an output: in the modules that call this one. */
function fromCallers(address: string, module: Module, project: Project): Called[] {
  const [kind, name = ''] = address.split('.', 2);
  if (kind !== 'var' && kind !== 'output') return [];
  return project.paths('terraform').flatMap((path): Called[] => {
    const reading = project.reading(path);
    if (!isTerraform(reading)) return [];
    const calls = reading.declarations.filter((each) => isCallOf(each, reading, module, project));
    return calls.flatMap((call): Called[] => {
      const input = kind === 'var' ? inputsOf(call).find(({ value }) => value === name) : undefined;
      if (input) return [{ item: itemOf({ ...call, reading }), spans: [input.span] }];
      return kind === 'output' ? readersOf(call.address, name, moduleOf(reading, project)) : [];
    });
  });
}

function readersOf(call: string, output: string, caller: Module): Called[] {
  return (caller.uses.get(call) ?? []).flatMap((use) => {
    const step = outputStep(use);
    return step?.value === output ? withItem(caller, use.owner, [step.span]) : [];
  });
}

/** What a call of a module sets, and the outputs that something reads. */
function intoModules(address: string, module: Module, project: Project): Called[] {
  const declared = declarationOf(module, address);
  const called = declared && calledFrom(declared, project);
  const inputs = called && declared ? inputsOf(declared) : [];
  const set = inputs.flatMap(({ value, span }) => (called ? withItem(called, `var.${value}`, [span]) : []));
  const read = [...module.uses.values()].flat().flatMap((use) => {
    const step = use.owner === address ? outputStep(use) : undefined;
    const call = step && declarationOf(module, use.address);
    const target = call && calledFrom(call, project);
    return target && step ? withItem(target, `output.${step.value}`, [step.span]) : [];
  });
  return [...set, ...read];
}

function calledFrom(call: Declared, project: Project): Module | undefined {
  return call.kind === 'module' ? calledModule(call, project) : calleeOf(call.reading, call.block, project);
}

interface Called {
  readonly item: CallItem;
  readonly spans: readonly Span[];
}

function withItem(module: Module, address: string, spans: readonly Span[]) {
  const declared = declarationOf(module, address);
  return declared ? [{ item: itemOf(declared), spans }] : [];
}
