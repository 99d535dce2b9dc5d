import { type ExportText, isSameExport } from '../../../model/export-name.ts';
import { isWithin, type Span } from '../../../model/span.ts';
import { entryOf } from '../../../model/tree.ts';
import { importsIn, nameIn } from '../exports.ts';
import { resolved, type TemplateResource } from '../template.ts';
import type { Stack } from './stack.ts';

/** An output that some stack of the unit exports. */
export interface UnitExport extends ExportText {
  readonly stack: Stack;
  readonly output: string;
}

export function exportsOf(stack: Stack): readonly UnitExport[] {
  const own = stack.reading.template.outputs.flatMap(({ name, body, again }): UnitExport[] => {
    const written = again ? undefined : entryOf(resolved(entryOf(resolved(body), 'Export')?.value), 'Name')?.value;
    return nameIn(written).map((each) => ({ name: each.name, filled: each.filled, stack, output: name.value }));
  });
  return [...own, ...[...stack.nested.values()].flatMap(exportsOf)];
}

export interface UnitImport {
  readonly resource: TemplateResource;
  readonly span: Span;
  readonly from: UnitExport;
}

/** What resources of a stack import of another one of the same unit, where one export fits and no other. */
export function importsOf(stack: Stack, exports: readonly UnitExport[]): readonly UnitImport[] {
  if (exports.length === 0) return [];
  const { template } = stack.reading;
  return importsIn(stack.reading).flatMap((each): UnitImport[] => {
    const [from, ...more] = exports.filter((other) => other.stack !== stack && isSameExport(each, other));
    const { span } = each.node;
    const resource = template.resources.find(({ entry }) => isWithin(span, entry.span));
    return from && resource && more.length === 0 ? [{ resource, span, from }] : [];
  });
}
