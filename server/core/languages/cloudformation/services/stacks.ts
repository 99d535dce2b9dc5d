import type { Reference } from '../../../model/editor.ts';
import { isSameExport } from '../../../model/export-name.ts';
import type { Span } from '../../../model/span.ts';
import { entryOf, keyText } from '../../../model/tree.ts';
import type { Project } from '../../language.ts';
import { nestedReading } from '../check-stacks.ts';
import { type ExportName, exportsIn, importsIn } from '../exports.ts';
import { inside } from '../intrinsic.ts';
import type { CfnReading } from '../reading.ts';
import { type Named, resolved } from '../template.ts';

/** What a name of this file stands for in another one: a parameter or an output of a nested template. */
export interface FarTarget {
  readonly reading: CfnReading;
  readonly named: Named;
  /** The name under the cursor, in this file. */
  readonly span: Span;
}

/** Keys under Parameters of a nested stack, and the name behind `Outputs.` of an attribute. */
export function nestedTargetAt(reading: CfnReading, offset: number, project: Project): FarTarget | undefined {
  const within = ({ start, end }: Span) => start <= offset && offset <= end;
  for (const link of nestedUses(reading, project))
    if (within(link.span)) return { reading: link.nested, named: link.named, span: link.span };
  return undefined;
}

/** Places in other templates that give this parameter, or read this output, of a nested template. */
export function usesFromOutside(reading: CfnReading, declared: Named, project: Project): Reference[] {
  return otherTemplates(project)
    .filter(({ source }) => source.path !== reading.source.path)
    .flatMap((other) =>
      nestedUses(other, project)
        .filter(
          ({ nested, named }) =>
            nested.source.path === reading.source.path && named.entry.span.start === declared.entry.span.start,
        )
        .map(({ span }): Reference => ({ path: other.source.path, span, role: 'read' })),
    );
}

/** Exports and imports of the workspace under the name at the offset. */
export function exportReferences(reading: CfnReading, offset: number, project: Project): readonly Reference[] {
  const here = exportNameAt(reading, offset);
  if (here === undefined) return [];
  return [reading, ...otherTemplates(project).filter(({ source }) => source.path !== reading.source.path)].flatMap(
    (each) => [
      ...placesOf(each, exportsIn(each), here, 'definition'),
      ...placesOf(each, importsIn(each), here, 'read'),
    ],
  );
}

export function exportNameAt(reading: CfnReading, offset: number): ExportName | undefined {
  return [...exportsIn(reading), ...importsIn(reading)].find(
    ({ node }) => node.span.start <= offset && offset <= node.span.end,
  );
}

interface NestedUse {
  readonly nested: CfnReading;
  readonly named: Named;
  readonly span: Span;
}

function nestedUses(reading: CfnReading, project: Project): NestedUse[] {
  return reading.template.resources.flatMap((resource): NestedUse[] => {
    const nested = nestedReading(reading, resource, project);
    if (nested === undefined) return [];
    const given = resolved(entryOf(resource.properties, 'Parameters')?.value);
    const inputs = (given?.kind === 'map' ? given.entries : []).flatMap((entry): NestedUse[] => {
      const named = nested.names.parameters.get(keyText(entry) ?? '');
      return named ? [{ nested, named, span: inside(entry.key) }] : [];
    });
    const outputs = reading.uses.flatMap(({ name, attribute }): NestedUse[] => {
      const wanted =
        name.value === resource.name.value ? /^Outputs\.(\w+)$/.exec(attribute?.value ?? '')?.[1] : undefined;
      const named = nested.template.outputs.find((output) => output.name.value === wanted);
      if (wanted === undefined || attribute === undefined || named === undefined) return [];
      return [{ nested, named, span: { start: attribute.span.end - wanted.length, end: attribute.span.end } }];
    });
    return [...inputs, ...outputs];
  });
}

function placesOf(
  { source }: CfnReading,
  names: readonly ExportName[],
  wanted: ExportName,
  role: Reference['role'],
): Reference[] {
  return names
    .filter((each) => isSameExport(each, wanted))
    .map(({ node }) => ({ path: source.path, span: inside(node), role }));
}

function otherTemplates(project: Project): CfnReading[] {
  return project.paths('cloudformation').flatMap((path) => {
    const reading = project.reading(path);
    return reading !== undefined && 'template' in reading ? [reading as CfnReading] : [];
  });
}
