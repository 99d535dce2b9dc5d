import type { Edit } from '../../../model/span.ts';
import { columnOf } from '../../../syntax/rewrite/layout.ts';
import { rewriteTree } from '../../../syntax/rewrite.ts';
import { declaring } from '../declarations.ts';
import { argumentList, type Intrinsic, intrinsicOf } from '../intrinsic.ts';
import type { CfnReading } from '../reading.ts';
import { freeName } from './free-name.ts';
import { functionsAt } from './function-forms.ts';

const BOOLEAN = new Set(['And', 'Or', 'Not', 'Equals']);

/** A part of a condition gets a name of its own, so that others can use it. */
export function extractCondition(
  reading: CfnReading,
  offset: number,
): { readonly name: string; readonly edits: () => readonly Edit[] } | undefined {
  const { tree, template } = reading;
  const root = template.root;
  const calls = (root ? functionsAt(root, offset) : []).flatMap(({ node, section }) => {
    const call = section === 'Conditions' ? intrinsicOf(node) : undefined;
    return call && BOOLEAN.has(call.name) ? [call] : [];
  });
  const call = calls.length > 1 ? calls.at(-1) : undefined;
  const raw = call && bodyOf(reading, call);
  if (root === undefined || raw === undefined || call === undefined) return undefined;
  const name = nameFor(reading, call);
  const text = tree.notation === 'json' ? `{ "Condition": "${name}" }` : `!Condition ${name}`;
  const edits = (): readonly Edit[] => {
    const declared = rewriteTree(tree, [declaring(root, 'Conditions', name, { raw })]);
    return declared.length === 0 ? [] : [...declared, { span: call.span, text }];
  };
  return { name, edits };
}

/** As it stands, the lines below the first moved to where the new condition stands; undefined for lines that cannot move. */
function bodyOf({ tree, names }: CfnReading, { span, form, args }: Intrinsic): string | undefined {
  const text = tree.text.slice(span.start, span.end);
  if (!text.includes('\n') || tree.notation === 'json') return text;
  const first = names.conditions.values().next().value?.entry.span.start ?? 0;
  const from = args.kind === 'list' && !args.flow && form === 'short' ? columnOf(tree.text, args.span.start) : 0;
  const by = columnOf(tree.text, first) + 2 - from;
  if (from === 0 || text.includes('\t')) return undefined;
  return text.replace(/\n( *)(?=\S)/g, (_, spaces: string) => `\n${' '.repeat(Math.max(0, spaces.length + by))}`);
}

/** `EnvIsProd` for `!Equals [!Ref Env, prod]`. */
function nameFor({ names }: CfnReading, call: Intrinsic): string {
  const words = argumentList(call).map((node) => {
    const at = intrinsicOf(node)?.args ?? node;
    return at.kind === 'scalar' ? at.text.replace(/^AWS::|[^A-Za-z0-9]/g, '') : '';
  });
  const said =
    words.every((word) => word !== '') && call.name === 'Equals'
      ? words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('Is')
      : `${call.name}Condition`;
  return freeName(said, (name) => names.conditions.has(name));
}
