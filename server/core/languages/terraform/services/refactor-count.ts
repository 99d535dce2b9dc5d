import type { Refactoring } from '../../../model/editor.ts';
import type { Edit, Span } from '../../../model/span.ts';
import { allBlocks, attributeOf, walkExpression } from '../../../syntax/hcl/walk.ts';
import { type HclAttribute, type HclExpression, type HclReference, literalString } from '../../../syntax/hcl.ts';
import { newlineOf } from '../check/edits.ts';
import type { Declaration } from '../read/declaration.ts';
import { declarationOf, type Module, type UseIn } from '../read/module.ts';
import type { TerraformReading } from '../read/reading.ts';

/** Copies by number become copies by name. */
interface Renamed {
  /** New value of `for_each`. */
  readonly forEach: string;
  /** Name of each copy, by its number. */
  readonly keys: readonly string[];
  /** The list whose element a copy stands for. */
  readonly list?: HclReference;
  /** What `count.index` becomes. */
  readonly index: { readonly inText: string; readonly elsewhere: string };
}

/** More copies make too many `moved` blocks. */
const MOST = 20;

/**
 * `count` to `for_each`, with a `moved` block for each copy, so that nothing is replaced. Offered only where the names of all copies are
 * written out and every use of the numbers can be rewritten.
 */
export function countRefactoring(
  reading: TerraformReading,
  declared: Declaration,
  module: Module,
): Refactoring | undefined {
  const count = attributeOf(declared.block.body, 'count');
  const renamed = count && renamedBy(count, reading, module);
  if (!count || !renamed || (declared.kind !== 'resource' && declared.kind !== 'module')) return undefined;
  const inside = editsInside(reading, declared, count, renamed);
  const uses = editsOfUses(module.uses.get(declared.address) ?? [], declared.address, renamed);
  if (!inside || !uses) return undefined;
  const own = [
    { span: count.name.span, text: 'for_each' },
    { span: count.value.span, text: renamed.forEach },
    ...inside,
    movedBlocks(reading, declared, renamed),
  ];
  const byPath = new Map<string, Edit[]>([[reading.source.path, own]]);
  for (const [path, edits] of uses) byPath.set(path, [...(byPath.get(path) ?? []), ...edits]);
  const edits = [...byPath].map(([path, each]) => ({
    path,
    edits: each.toSorted((a, b) => a.span.start - b.span.start),
  }));
  return { title: 'Name the copies: count to for_each, with moved blocks', kind: 'refactor.rewrite', edits };
}

function renamedBy({ value }: HclAttribute, reading: TerraformReading, module: Module): Renamed | undefined {
  const text = (span: Span) => reading.hcl.text.slice(span.start, span.end);
  if (value.kind === 'literal' && typeof value.value === 'number' && value.value >= 1 && value.value <= MOST) {
    const keys = Array.from({ length: value.value }, (_, i) => String(i));
    const index = { inText: 'each.key', elsewhere: 'tonumber(each.key)' };
    return { forEach: `toset([${keys.map((key) => `"${key}"`).join(', ')}])`, keys, index };
  }
  if (value.kind === 'conditional' && isNumber(value.then, 1) && isNumber(value.otherwise, 0)) {
    const forEach = `${text(value.condition.span)} ? toset(["this"]) : toset([])`;
    return { forEach, keys: ['this'], index: { inText: '0', elsewhere: '0' } };
  }
  const [list] = value.kind === 'call' && value.name.value === 'length' ? value.arguments : [];
  const keys = list?.kind === 'reference' ? namesIn(list, module) : undefined;
  if (list?.kind !== 'reference' || !keys) return undefined;
  const index = `index(${text(list.span)}, each.value)`;
  return { forEach: `toset(${text(list.span)})`, keys, list, index: { inText: index, elsewhere: index } };
}

function isNumber(expression: HclExpression, wanted: number): boolean {
  return expression.kind === 'literal' && expression.value === wanted;
}

/** Texts of a list that is written out, each once: of a local value, or of the default of a variable. */
function namesIn({ root, steps }: HclReference, module: Module): string[] | undefined {
  const [name] = steps;
  if (steps.length !== 1 || name?.kind !== 'name') return undefined;
  const declared = declarationOf(module, `${root.value}.${name.name.value}`);
  const value =
    root.value === 'local'
      ? declared?.attribute?.value
      : declared && attributeOf(declared.block.body, 'default')?.value;
  if (value?.kind !== 'tuple' || value.items.length === 0 || value.items.length > MOST) return undefined;
  const texts = value.items.flatMap((item) => literalString(item) ?? []);
  return texts.length === value.items.length && new Set(texts).size === texts.length ? texts : undefined;
}

/** `list[count.index]` becomes `each.value`, every other `count.index` what stands for it. Undefined where that cannot be told. */
function editsInside(
  { hcl }: TerraformReading,
  { block }: Declaration,
  count: HclAttribute,
  { list, index }: Renamed,
): Edit[] | undefined {
  const edits: Edit[] = [];
  const done = new Set<HclExpression>();
  const listText = list && hcl.text.slice(list.span.start, list.span.end);
  const inText = new Set<HclExpression>();
  for (const { body } of [block, ...allBlocks(block.body)]) {
    for (const item of body.items) {
      if (item.kind !== 'attribute' || item === count) continue;
      walkExpression(item.value, (expression) => {
        if (expression.kind === 'template')
          for (const part of expression.parts) if (part.kind === 'interpolation') inText.add(part.expression);
        if (expression.kind !== 'reference' || done.has(expression)) return;
        const step = expression.steps.find((each) => each.kind === 'index' && isCountIndex(each.key));
        if (step?.kind === 'index' && hcl.text.slice(expression.span.start, step.span.start) === listText) {
          edits.push({ span: { start: expression.span.start, end: step.span.end }, text: 'each.value' });
          done.add(step.key);
        } else if (isCountIndex(expression)) {
          edits.push({ span: expression.span, text: inText.has(expression) ? index.inText : index.elsewhere });
        }
      });
    }
  }
  return edits;
}

function isCountIndex(expression: HclExpression): boolean {
  const step = expression.kind === 'reference' && expression.root.value === 'count' ? expression.steps[0] : undefined;
  return step?.kind === 'name' && step.name.value === 'index';
}

/** `a[0]` becomes `a["name"]`, `a[*]` the values of the map. Undefined when some use needs the list itself. */
function editsOfUses(uses: readonly UseIn[], address: string, { keys }: Renamed): Map<string, Edit[]> | undefined {
  const byPath = new Map<string, Edit[]>();
  for (const use of uses) {
    const edit = use.position === 'past-address' ? undefined : editOfUse(use, address, keys);
    if (edit === 'impossible') return undefined;
    if (!edit) continue;
    const edits = byPath.get(use.reading.source.path);
    if (edits) edits.push(edit);
    else byPath.set(use.reading.source.path, [edit]);
  }
  return byPath;
}

function editOfUse(
  { rest, span, position }: UseIn,
  address: string,
  keys: readonly string[],
): Edit | 'impossible' | undefined {
  const [first] = rest;
  if (!first) return position === 'address' ? undefined : 'impossible';
  if (first.kind === 'splat')
    return { span: { start: span.start, end: first.span.end }, text: `values(${address})[*]` };
  const key = first.kind === 'index' && first.key.kind === 'literal' ? keys[Number(first.key.value)] : undefined;
  if (first.kind !== 'index' || key === undefined) return 'impossible';
  return { span: first.key.span, text: JSON.stringify(key) };
}

function movedBlocks({ source }: TerraformReading, { address, span }: Declaration, { keys }: Renamed): Edit {
  const newline = newlineOf(source.text);
  const blocks = keys.map((key, i) =>
    ['', '', 'moved {', `  from = ${address}[${i}]`, `  to   = ${address}[${JSON.stringify(key)}]`, '}'].join(newline),
  );
  return { span: { start: span.end, end: span.end }, text: blocks.join('') };
}
