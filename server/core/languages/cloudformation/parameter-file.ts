import type { Span, Written } from '../../model/span.ts';
import { entryOf, keyText, type Tree, type TreeNode } from '../../model/tree.ts';
import type { Neighbour } from '../language.ts';
import { resolved, writtenScalar } from './template.ts';

/** Values for the parameters of a template, in one of the forms that tools of the service read. */
export interface ParameterFile {
  readonly values: readonly GivenValue[];
  /** Path of the template from the root of the repository: only a deployment file says it. */
  readonly template: Written | undefined;
  /** Names of the template beside the file, the first that is there; what is not given may come from elsewhere. */
  readonly beside?: readonly string[];
  /** Where a value that is missing would stand. */
  readonly header: Span;
}

export interface GivenValue {
  readonly name: Written;
  /** Undefined where the stack keeps the value it has. */
  readonly value: TreeNode | undefined;
}

/**
 * `[{ ParameterKey, ParameterValue }]` of the command line, `{ Parameters, Tags, StackPolicy }` of pipelines, and
 * `{ template-file-path, parameters, tags }` of Git sync.
 */
export function parameterFileOf({ roots }: Tree): ParameterFile | undefined {
  const root = roots.find((node) => node !== undefined);
  if (root === undefined) return undefined;
  const header = { start: root.span.start, end: Math.min(root.span.end, root.span.start + 1) };
  if (root.kind === 'list') return { values: root.items.flatMap(pairOf), template: undefined, header };
  const template = writtenScalar(entryOf(root, 'template-file-path')?.value);
  const section = entryOf(root, template === undefined ? 'Parameters' : 'parameters');
  const map = resolved(section?.value);
  const values = (map?.kind === 'map' ? map.entries : []).flatMap((entry): GivenValue[] => {
    const key = keyText(entry);
    return key === undefined ? [] : [{ name: { value: key, span: entry.key.span }, value: entry.value }];
  });
  return { values, template, header: section?.key.span ?? header };
}

function pairOf(item: TreeNode): GivenValue[] {
  const name = writtenScalar(entryOf(item, 'ParameterKey')?.value);
  return name === undefined ? [] : [{ name, value: entryOf(item, 'ParameterValue')?.value }];
}

const ENDINGS = ['.yaml', '.yml', '.json', '.template'];

/** Where its template may be: beside it or one folder up; a deployment file says where. */
export function templatesOf({ template, beside }: ParameterFile): readonly Neighbour[] {
  if (beside !== undefined) return beside.map((path) => ({ kind: 'file', path }));
  if (template !== undefined)
    return ['', '../', '../../', '../../../'].map((up) => ({ kind: 'file', path: `${up}${template.value}` }));
  return ['.', '..'].map((path) => ({ kind: 'folder', path, endings: ENDINGS }));
}
