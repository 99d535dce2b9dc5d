/** What a card says, and how much room that takes. Pure: the drawing and the layout ask here. */
import type { PlanNode } from '../../../server/core/model/plan.ts';

/** Width in pixels at 13 px text; the browser measures, everything else estimates. */
export type Measure = (text: string, font: Font) => number;
export type Font = 'name' | 'small' | 'code';

const perCharacter: Readonly<Record<Font, number>> = { name: 7.6, small: 6, code: 6.6 };

/** Signs of East Asian scripts are as wide as high. */
export const estimate: Measure = (text, font) =>
  [...text].reduce((sum, it) => sum + (it > '\u2e80' ? 12 : perCharacter[font]), 0);

/** A name may break at spaces, where its parts meet, and before a word that begins large. */
export function partsOf(name: string): readonly string[] {
  return name.split(/(?<=[\s._/-])|(?<=[\p{Ll}\d])(?=\p{Lu})/u);
}

/** The lines of a text that breaks as above, or anywhere where a part has no room. */
export function wrapped(text: string, font: Font, room: number, measure: Measure): readonly string[] {
  const lines: string[] = [''];
  for (const part of partsOf(text)) {
    const line = lines.at(-1) as string;
    if (line !== '' && measure((line + part).trimEnd(), font) > room) {
      lines.push('');
    }
    for (const piece of measure(part.trimEnd(), font) > room ? [...part] : [part]) {
      const last = lines.at(-1) as string;
      if (last !== '' && measure((last + piece).trimEnd(), font) > room) {
        lines.push(piece);
      } else {
        lines[lines.length - 1] = last + piece;
      }
    }
  }
  return lines;
}

/** Terraform's addresses hold module and type, which stand in the next line. */
export function nameOf({ label, type }: Pick<PlanNode, 'label' | 'type'>): string {
  const { length } = moduleOf(label, type);
  return label.startsWith(`${type}.`, length) ? label.slice(length + type.length + 1) : label;
}

/** `module.shop["a"].` of an address, `App.` of what is in a nested stack of CloudFormation, '' outside of modules. */
export function moduleOf(address: string, type: string): string {
  if (type.includes('::')) {
    return /^(?:Resources\.)?((?:[^.]+\.)*)/.exec(address)?.[1] ?? '';
  }
  return /^(?:module\.[^.[\]]+(?:\[[^\]]*\])?\.)+/.exec(address)?.[0] ?? '';
}

/** `AWS::AutoScaling::AutoScalingGroup` without the vendor that every line would repeat. */
export function shortType(type: string): string {
  return type.replace(/^(AWS|Alexa|Custom)::/, '');
}

/** Type and module, as far as there is room: the last word of a type says most. */
export function typeLine({ label, type }: PlanNode, fits: (text: string) => boolean): string {
  const short = shortType(type);
  const said = fits(short) ? short : (short.split('::').at(-1) ?? short);
  const module = type.includes('::') ? '' : moduleOf(label, type).slice(0, -1);
  return module === '' ? said : `${said} · ${module}`;
}

export interface ChangeText {
  readonly path: string;
  /** Absent where the values are not known or not shown. */
  readonly values?: readonly [before: string, after: string];
  /** ` +2` for two more. */
  readonly more: string;
}

/** The first thing that changes; undefined where nothing does. */
export function changeText({ changedPaths, tool }: PlanNode): ChangeText | undefined {
  const [first, ...more] = changedPaths ?? [];
  if (first === undefined) {
    return undefined;
  }
  const name = first.path.replace(/ \(.*\)$/, '');
  // Of a task the module says more than its option does.
  const path = name.includes('/')
    ? name
    : name
        .split('.')
        .slice(tool === 'ansible' ? -2 : -1)
        .join('.');
  const known = first.before !== undefined || first.after !== undefined;
  return {
    path,
    ...(known ? { values: whatDiffers(valueText(first.before), valueText(first.after)) } : {}),
    more: more.length > 0 ? ` +${more.length}` : '',
  };
}

/** As much as a card has room for. */
const SHORT = 44;

/** Of two long values the parts that differ, begun and ended at a word: a card has two lines for both. */
function whatDiffers(before: string, after: string): readonly [string, string] {
  if (before.length + after.length <= SHORT) {
    return [before, after];
  }
  const [old, now] = [before, after].map((text) => text.split(/([\s"',;:=/{}[\]]+)/)) as [string[], string[]];
  const most = Math.min(old.length, now.length) - 1;
  let head = 0;
  while (head < most && old[head] === now[head]) {
    head++;
  }
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === now.at(-1 - tail)) {
    tail++;
  }
  const part = (words: string[]): string => words.slice(head, words.length - tail).join('') || '∅';
  return [part(old), part(now)];
}

export function valueText(value: unknown): string {
  if (value === undefined) {
    return '∅';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
