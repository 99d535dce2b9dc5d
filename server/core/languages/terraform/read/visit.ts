import { type Bound, walkExpression } from '../../../syntax/hcl/walk.ts';
import type { HclAttribute, HclBlock, HclBody, HclExpression } from '../../../syntax/hcl.ts';
import type { TerraformReading } from './reading.ts';

/** Where an expression stands. */
export interface Visited {
  readonly owner: string;
  readonly attribute: HclAttribute;
  /** Blocks around it, outermost first. */
  readonly blocks: readonly HclBlock[];
  /** It is a type constraint. */
  readonly isType: boolean;
  readonly bound: Bound | undefined;
}

/** Every expression of a file, parents first. */
export function visitExpressions(
  reading: TerraformReading,
  visit: (expression: HclExpression, at: Visited) => void,
): void {
  visitAttributes(reading, (attribute, blocks, owner) => {
    const isType = isTypePosition(attribute, blocks);
    walkExpression(attribute.value, (expression, bound) =>
      visit(expression, { owner, attribute, blocks, isType, bound }),
    );
  });
}

export function isTypePosition(attribute: HclAttribute, blocks: readonly HclBlock[]): boolean {
  const top = blocks[0]?.type.value;
  return attribute.name.value === 'type' && blocks.length === 1 && (top === 'variable' || top === 'output');
}

/** Every attribute of a file with the blocks around it. */
export function visitAttributes(
  reading: TerraformReading,
  visit: (attribute: HclAttribute, blocks: readonly HclBlock[], owner: string) => void,
): void {
  const { owners } = reading;
  const walk = (body: HclBody, blocks: readonly HclBlock[], owner: string): void => {
    for (const item of body.items) {
      const own = (item.kind === 'unfinished' ? undefined : owners.get(item)) ?? owner;
      if (item.kind === 'attribute') visit(item, blocks, own);
      if (item.kind === 'block') walk(item.body, [...blocks, item], own === '' ? item.type.value : own);
    }
  };
  walk(reading.hcl.body, [], '');
}
