import type { DocumentSymbol, SymbolKind } from '../../../model/editor.ts';
import { entryIn } from '../../../model/table.ts';
import { keyText } from '../../../model/tree.ts';
import type { CfnReading } from '../reading.ts';
import { parameterType } from '../types.ts';

const KINDS: Readonly<Record<string, SymbolKind>> = {
  Parameters: 'parameter',
  Conditions: 'condition',
  Resources: 'resource',
  Outputs: 'output',
  Mappings: 'variable',
  Rules: 'condition',
};

/** Sections with what they declare; resources and parameters show their type. */
export function symbols(reading: CfnReading): readonly DocumentSymbol[] {
  return reading.template.sections.flatMap((section): DocumentSymbol[] => {
    const name = keyText(section);
    if (name === undefined || name === '') return [];
    const children = section.value.kind === 'map' && entryIn(KINDS, name) !== undefined ? section.value.entries : [];
    return [
      {
        name,
        kind: 'section',
        span: section.span,
        nameSpan: section.key.span,
        children: children.flatMap((entry): DocumentSymbol[] => {
          const id = keyText(entry);
          if (id === undefined || id === '') return [];
          const detail =
            name === 'Resources'
              ? reading.names.resources.get(id)?.type?.value
              : name === 'Parameters'
                ? parameterType(entry.value)
                : undefined;
          return [
            {
              name: id,
              kind: entryIn(KINDS, name) ?? 'property',
              ...(detail && { detail }),
              span: entry.span,
              nameSpan: entry.key.span,
              children: [],
            },
          ];
        }),
      },
    ];
  });
}
