import type { RefactoringEdits } from '../../../model/editor.ts';
import type { Edit } from '../../../model/span.ts';
import { applyEdits } from '../../../model/span.ts';
import type { Tree } from '../../../model/tree.ts';
import { readJson } from '../../../syntax/json.ts';
import { layoutOf } from '../../../syntax/rewrite/layout.ts';
import { readYaml } from '../../../syntax/yaml.ts';
import type { CfnReading } from '../reading.ts';
import { type Form, formEdits, functionsAt } from './function-forms.ts';
import { jsonOf, meaningOf, sameMeaning } from './meaning.ts';
import { toYaml } from './to-yaml.ts';

/**
 * The same template in the other notation, in a new file beside this one. Read again it says the same, or there is none. YAML keeps comments
 * of JSON; JSON has none to keep.
 */
export function convertNotation({ tree, template, source }: CfnReading): readonly RefactoringEdits[] {
  const { root } = template;
  const meaning = root && isSound(tree) ? meaningOf(root) : undefined;
  if (root === undefined || meaning === undefined) return [];
  const json = tree.notation === 'json';
  const text = json ? toYaml(tree, root) : `${jsonOf(meaning, '  ')}\n`;
  const again = (json ? readYaml(text) : readJson(text)).roots[0];
  if (again === undefined || !sameMeaning(meaning, meaningOf(again))) return [];
  const edit: Edit = { span: { start: 0, end: 0 }, text };
  return [{ path: otherPath(source.path, json ? 'yaml' : 'json'), edits: [edit], create: 'new' }];
}

/** Everything, or the function whose tag or key stands at the offset with all it contains. */
export function convertForm(
  { tree, template, source }: CfnReading,
  form: Form,
  offset?: number,
): readonly RefactoringEdits[] {
  const { root } = template;
  const place =
    root && (offset === undefined ? { node: root, holder: undefined, section: '' } : functionsAt(root, offset).at(-1));
  if (root === undefined || place === undefined || tree.tier !== 'fast') return [];
  const edits = formEdits(tree.text, place, form, layoutOf(tree).step.length);
  const again = edits.length > 0 ? readYaml(applyEdits(tree.text, edits), { documents: 'one' }) : undefined;
  const sound = again?.tier === 'fast' && again.problems.length <= tree.problems.length;
  if (
    !sound ||
    again.roots[0] === undefined ||
    !sameMeaning(meaningOf(root, 'keep'), meaningOf(again.roots[0], 'keep'))
  )
    return [];
  return [{ path: source.path, edits }];
}

/** One sound document: what is broken cannot be said again. */
export function isSound(tree: Tree): boolean {
  const serious = tree.problems.filter(({ code }) => code !== 'comment' && code !== 'trailing-comma');
  return tree.tier === 'fast' && serious.length === 0 && tree.roots.length === 1;
}

function otherPath(path: string, ending: string): string {
  return `${path.replace(/\.(?:ya?ml|jsonc?|template)$/i, '')}.${ending}`;
}
