import type { CallItem } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import type { Surroundings } from '../../language.ts';
import { type Declared, declarationOf, type Module, moduleOf } from '../read/module.ts';
import { isTerraform, type TerraformReading } from '../read/reading.ts';
import { subjectAt } from './navigate.ts';

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
  return [...found].flatMap(([address, spans]) => withItem(module, address, spans));
}

function withItem(module: Module, address: string, spans: readonly Span[]) {
  const declared = declarationOf(module, address);
  return declared ? [{ item: itemOf(declared), spans }] : [];
}
