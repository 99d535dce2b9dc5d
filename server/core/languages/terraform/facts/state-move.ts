import type { StateMove } from '../../../model/fact.ts';
import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import type { HclBlock } from '../../../syntax/hcl.ts';
import type { Module } from '../read/module.ts';
import type { TerraformReading } from '../read/reading.ts';
import { targetOf } from '../read/use.ts';
import type { Scope } from './scope.ts';

/** What the `moved`, `removed` and `import` blocks of a module say, with addresses as seen from the root. */
export function stateMoves({ module, prefix }: Pick<Scope, 'module' | 'prefix'>): readonly StateMove[] {
  return module.readings.flatMap((reading) =>
    blocksOf(reading.hcl.body).flatMap((block): StateMove[] => {
      const how = block.type.value;
      if (how !== 'moved' && how !== 'removed' && how !== 'import') return [];
      const from = how === 'import' ? undefined : addressIn(reading, block, 'from', prefix);
      const to = how === 'removed' ? undefined : addressIn(reading, block, 'to', prefix);
      const whole = (from !== undefined || how === 'import') && (to !== undefined || how === 'removed');
      if (!whole) return [];
      const destroys = how === 'removed' ? destroysToo(block, module) : undefined;
      return [
        {
          fact: 'state-move',
          node: how,
          span: block.header,
          how,
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          ...(destroys === undefined ? {} : { destroys }),
          file: reading.source.path,
        },
      ];
    }),
  );
}

function addressIn({ hcl }: TerraformReading, block: HclBlock, name: string, prefix: string): string | undefined {
  const value = attributeOf(block.body, name)?.value;
  if (value?.kind !== 'reference' || !targetOf(value)) return undefined;
  return prefix + hcl.text.slice(value.span.start, value.span.end).replace(/\s+/g, '');
}

/** Terraform destroys unless it is told not to; OpenTofu forgets unless it is told to destroy. */
function destroysToo(block: HclBlock, { dialect }: Module): boolean {
  const [lifecycle] = blocksOf(block.body, 'lifecycle');
  const destroy = lifecycle && attributeOf(lifecycle.body, 'destroy')?.value;
  if (destroy?.kind === 'literal') return destroy.value === true;
  return dialect === 'terraform';
}
