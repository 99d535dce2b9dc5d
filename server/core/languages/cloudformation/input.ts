import type { Intent, NewValue } from '../../model/intent.ts';
import { entryOf, type ScalarNode, type TreeNode } from '../../model/tree.ts';
import { type InputSpelling, inputWords } from '../../syntax/rewrite/input.ts';
import { intrinsicOf } from './intrinsic.ts';
import type { CfnReading } from './reading.ts';

/** `!Ref Name` for a whole value, `${Name}` in a text that is, or can be made, a `!Sub`; the parameter is declared when it is missing. */
export function inputSpelling({ tree, template }: CfnReading): InputSpelling {
  const templates = subTemplates(tree.roots[0]);
  const json = tree.notation === 'json';
  return {
    whole: (name) => ({ raw: json ? `{ "Ref": "${pascal(name)}" }` : `!Ref ${pascal(name)}` }),
    part(name, scalar) {
      const can =
        templates.has(scalar) ||
        (!json && scalar.tag === undefined && !scalar.text.includes('${') && scalar.style !== 'folded');
      return can ? `\${${pascal(name)}}` : undefined;
    },
    rebuilt(name, scalar, text) {
      if (!json || scalar.text.includes('${') || /["\\]/.test(scalar.text)) return undefined;
      return `{ "Fn::Sub": "${text(`\${${pascal(name)}}`)}" }`;
    },
    also(name, value, scalar, whole) {
      const declared = template.parameters.some((parameter) => parameter.name.value === pascal(name));
      const start = { start: scalar.span.start, end: scalar.span.start };
      const tag: Intent[] = whole || templates.has(scalar) ? [] : [{ kind: 'replaceText', at: start, text: '!Sub ' }];
      return declared ? tag : [...tag, declaration(pascal(name), value)];
    },
  };

  function declaration(name: string, value: string | undefined): Intent {
    const type = name === 'ImageId' ? 'AWS::EC2::Image::Id' : 'String';
    const preset = value === undefined ? [] : [['Default', value] as const];
    const body: NewValue = { map: [['Type', type], ['Description', inputWords(name)], ...preset] };
    const parameters = entryOf(template.root, 'Parameters')?.value;
    if (parameters?.kind === 'map') return { kind: 'insertKey', map: parameters.span, key: name, value: body };
    const root = template.root?.span ?? { start: 0, end: 0 };
    const after = ['Metadata', 'Description', 'Transform', 'AWSTemplateFormatVersion'].find(
      (key) => entryOf(template.root, key) !== undefined,
    );
    return {
      kind: 'insertKey',
      map: root,
      key: 'Parameters',
      value: { map: [[name, body]] },
      ...(after === undefined ? {} : { after }),
    };
  }
}

/** Scalars whose text is filled in by `Sub`. */
function subTemplates(root: TreeNode | undefined): ReadonlySet<ScalarNode> {
  const found = new Set<ScalarNode>();
  const walk = (node: TreeNode): void => {
    const call = intrinsicOf(node);
    const first = call?.args.kind === 'list' ? call.args.items[0] : call?.args;
    if (call?.name === 'Sub' && first?.kind === 'scalar') found.add(first);
    if (node.kind === 'list') node.items.forEach(walk);
    if (node.kind === 'map') for (const { value } of node.entries) walk(value);
  };
  if (root !== undefined) walk(root);
  return found;
}

function pascal(name: string): string {
  return name
    .toLowerCase()
    .replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    .replace(/[^A-Za-z0-9]/g, '');
}
