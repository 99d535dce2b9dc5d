import { folderOf, joinPath } from '../../../model/paths.ts';
import type { Written } from '../../../model/span.ts';
import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import { type HclBlock, type HclObject, literalString } from '../../../syntax/hcl.ts';
import type { Project } from '../../language.ts';
import { type Module, moduleAt, moduleOf, stackAt } from './module.ts';
import { isLocalSource, type TerraformReading } from './reading.ts';

/**
 * What a block of a stack, a deployment or a test gives inputs to: the module of a component, a stack, the stack of a deployment, the
 * module that a run looks at. Undefined where it is not at hand.
 */
export function calleeOf(reading: TerraformReading, block: HclBlock, project: Project): Module | undefined {
  const folder = folderOf(reading.source.path);
  switch (block.type.value) {
    case 'deployment':
      return stackAt(folder, project);
    case 'component':
    case 'stack': {
      const source = sourceOf(block);
      if (source === undefined) return undefined;
      const there = joinPath(folder, source);
      return block.type.value === 'stack' ? stackAt(there, project) : moduleAt(there, project);
    }
    case 'run':
      return moduleOfRun(moduleOf(reading, project), block, project);
    default:
      return undefined;
  }
}

/** The module a run looks at: the one under test, or a local one that it names. */
export function moduleOfRun(tested: Module, run: HclBlock, project: Project): Module | undefined {
  const [other] = blocksOf(run.body, 'module');
  if (!other) return tested;
  const source = sourceOf(other);
  return source === undefined ? undefined : moduleAt(joinPath(tested.folder, source), project);
}

function sourceOf({ body }: HclBlock): string | undefined {
  const source = literalString(attributeOf(body, 'source')?.value);
  return source !== undefined && isLocalSource(source) ? source : undefined;
}

/** Names of the inputs that such a block sets, as they are written. */
export function inputsSetBy({ type, body }: HclBlock): readonly Written[] {
  if (type.value === 'run') {
    return blocksOf(body, 'variables').flatMap((variables) =>
      variables.body.items.flatMap((item) => (item.kind === 'attribute' ? [item.name] : [])),
    );
  }
  return entriesOf(body, 'inputs').flatMap(({ name, key }) =>
    name === undefined ? [] : [{ value: name, span: key.kind === 'template' ? key.inner : key.span }],
  );
}

function entriesOf(body: HclBlock['body'], name: string): HclObject['entries'] {
  const value = attributeOf(body, name)?.value;
  return value?.kind === 'object' ? value.entries : [];
}
