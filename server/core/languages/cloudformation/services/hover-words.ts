import type { Hover } from '../../../model/editor.ts';
import { entryIn } from '../../../model/table.ts';
import { keyText, type TreeEntry } from '../../../model/tree.ts';
import type { TreePlace } from '../../../syntax/place.ts';
import { inside, intrinsicOf } from '../intrinsic.ts';
import { FUNCTION_WORDS, OUTPUT_KEYS, PARAMETER_KEYS, RESOURCE_KEYS, SECTION_KEYS } from '../keywords.ts';
import type { CfnReading } from '../reading.ts';
import { isLoop } from '../template.ts';
import { functionsAt } from './function-forms.ts';
import type { Where } from './where.ts';

/** Words that the template language itself fixes: functions, loops, sections, what stands in a resource, parameter or output. */
export function hoverWord(reading: CfnReading, offset: number, place: TreePlace, where: Where): Hover | undefined {
  return hoverFunction(reading, offset) ?? hoverKey(reading, place, where);
}

function hoverFunction({ template }: CfnReading, offset: number): Hover | undefined {
  for (const { node } of template.root === undefined ? [] : functionsAt(template.root, offset)) {
    const call = intrinsicOf(node);
    const span = call?.nameSpan;
    if (call === undefined || span === undefined || offset < span.start || offset > span.end) continue;
    const words = entryIn(FUNCTION_WORDS, call.name);
    const name = call.form === 'short' ? `!${call.name}` : call.name;
    if (words !== undefined) return { span, markdown: `**${name}** · function\n\n${words}` };
  }
  return undefined;
}

function hoverKey(reading: CfnReading, place: TreePlace, { section, attribute, depth }: Where): Hover | undefined {
  const word = place.role === 'key' && place.node?.kind === 'scalar' ? place.node.text : undefined;
  if (word === undefined || attribute !== undefined) return undefined;
  if (isLoop(word)) return hoverLoop(reading, place, word);
  const table =
    section === undefined
      ? SECTION_KEYS
      : depth === 1
        ? { Parameters: PARAMETER_KEYS, Outputs: OUTPUT_KEYS, Resources: RESOURCE_KEYS }[section]
        : undefined;
  const words = table?.find(([name]) => name === word)?.[1];
  return words === undefined ? undefined : { span: place.span, markdown: `**${word}**\n\n${words}` };
}

/** Most names that are listed. */
const MOST = 20;

/** What a loop makes. */
function hoverLoop({ template }: CfnReading, place: TreePlace, word: string): Hover | undefined {
  const loop = template.loops.find(({ entry }) => keyText(entry) === word && contains(entry, place.span.start));
  if (loop === undefined) return undefined;
  const made = [...template.resources, ...template.conditions, ...template.outputs]
    .filter((named) => named.loop !== undefined && within(named.entry, loop.entry))
    .map(({ name }) => `\`${name.value.replaceAll('`', "'")}\``);
  const known = loop.items !== undefined;
  const list = made.slice(0, MOST).join(', ') + (made.length > MOST ? ' …' : '');
  const text = known
    ? `Makes ${made.length}: ${list}`
    : `What ${loop.variable} stands for is known at deployment: ${list}`;
  return { span: place.span, markdown: `**${loop.name}** · loop over ${loop.variable}\n\n${text}` };
}

function contains({ key }: TreeEntry, offset: number): boolean {
  const { start, end } = inside(key);
  return start <= offset && offset <= end;
}

function within(inner: TreeEntry, outer: TreeEntry): boolean {
  return outer.span.start <= inner.span.start && inner.span.end <= outer.span.end;
}
