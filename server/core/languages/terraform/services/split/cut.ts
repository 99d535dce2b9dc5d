import type { Edit, Span } from '../../../../model/span.ts';
import { attributeOf } from '../../../../syntax/hcl/walk.ts';
import type { HclStep, HclTuple } from '../../../../syntax/hcl.ts';
import { wholeLines } from '../../check/edits.ts';
import type { Declared, Module, UseIn } from '../../read/module.ts';
import type { TerraformReading } from '../../read/reading.ts';
import type { Part } from './part.ts';

/** Something of what moves that the rest reads: an output there, an input here. */
export interface Handed {
  readonly name: string;
  /** The expression as it was written, which is the value of the output. */
  readonly text: string;
  readonly address: string;
}

export interface Cut {
  readonly handed: readonly Handed[];
  readonly edits: ReadonlyMap<string, readonly Edit[]>;
}

/** The module without what moves: `leaves` says what stands in the place of a resource. A sentence where a use cannot be rewritten. */
export function cutOut(module: Module, part: Part, leaves: (moved: Declared) => string | undefined): Cut | string {
  const gone = new Set([...part.moved, ...part.dropped].map(({ address }) => address));
  const handed = new Map<string, Handed>();
  const edits = new Edits();
  for (const moved of part.moved) {
    for (const use of module.uses.get(moved.address) ?? []) {
      if (gone.has(use.owner)) continue;
      const refused = rewriteUse(use, moved, { module, handed, edits, gone });
      if (refused !== undefined) return refused;
    }
  }
  for (const each of part.moved) edits.remove(each, leaves(each));
  for (const each of part.dropped) edits.remove(each);
  return { handed: [...handed.values()], edits: edits.byPath };
}

interface Uses {
  readonly module: Module;
  readonly handed: Map<string, Handed>;
  readonly edits: Edits;
  readonly gone: ReadonlySet<string>;
}

function rewriteUse(use: UseIn, moved: Declared, { module, handed, edits, gone }: Uses): string | undefined {
  const where = use.owner === '' ? use.reading.source.path.split('/').at(-1) : use.owner;
  if (use.reading.form.kind !== 'configuration') return `${where} reads ${moved.address}`;
  if (use.position === 'address' && use.expression && use.block && isDependsOn(use)) {
    edits.dropDependency(use, gone);
    return undefined;
  }
  if (use.position !== 'expression' || !use.expression) return `${where} names ${moved.address} by its address`;
  const steps = literalSteps(use.rest);
  if (steps.length === 0) return `${where} reads ${moved.address} as a whole`;
  const span = { start: use.span.start, end: steps.at(-1)?.span.end ?? use.span.end };
  const text = use.reading.hcl.text.slice(span.start, span.end);
  let input = handed.get(text);
  if (!input) {
    const taken = (name: string) =>
      module.declared.has(`var.${name}`) || [...handed.values()].some((each) => each.name === name);
    input = { name: freeName(nameFor(moved, steps), taken), text, address: moved.address };
    handed.set(text, input);
  }
  edits.add(use.reading, { span, text: `var.${input.name}` });
  return undefined;
}

function isDependsOn({ block, expression }: UseIn): boolean {
  const list = block && attributeOf(block.body, 'depends_on')?.value;
  return list?.kind === 'tuple' && expression !== undefined && list.items.includes(expression);
}

/** Selections up to the first that only a run can work out. */
function literalSteps(rest: readonly HclStep[]): readonly HclStep[] {
  const end = rest.findIndex((step) => step.kind === 'index' && !isLiteral(step));
  const steps = end < 0 ? rest : rest.slice(0, end);
  return steps.some(({ kind }) => kind === 'name') ? steps : [];
}

function isLiteral(step: HclStep): boolean {
  if (step.kind !== 'index') return true;
  const { key } = step;
  return key.kind === 'literal' || (key.kind === 'template' && key.parts.every(({ kind }) => kind === 'text'));
}

/** Names that say nothing: the type says more. */
const BLAND = /^(?:this|main|default|default_?\d*|it|self)$/;

function nameFor({ name, type }: Declared, steps: readonly HclStep[]): string {
  const subject = BLAND.test(name.value) ? (type?.value.split('_').slice(1).join('_') ?? name.value) : name.value;
  const words = steps.flatMap((step) => {
    if (step.kind === 'name') return [step.name.value];
    if (step.kind === 'splat') return ['all'];
    const { key } = step;
    if (key.kind === 'literal') return [String(key.value)];
    return key.kind === 'template' && key.parts[0]?.kind === 'text' ? [key.parts[0].value] : [];
  });
  return [subject, ...words].join('_').replace(/[^A-Za-z0-9_]+/g, '_');
}

function freeName(name: string, taken: (name: string) => boolean): string {
  for (let n = 1; ; n++) {
    const each = n === 1 ? name : `${name}_${n}`;
    if (!taken(each)) return each;
  }
}

/** Edits of several files. */
class Edits {
  readonly byPath = new Map<string, Edit[]>();
  readonly #lists = new Set<HclTuple>();

  add({ source }: TerraformReading, edit: Edit): void {
    const edits = this.byPath.get(source.path);
    if (edits) edits.push(edit);
    else this.byPath.set(source.path, [edit]);
  }

  /** A block with the comments above it and one empty line; of locals the one line. */
  remove({ reading, span, kind, block }: Declared, instead?: string): void {
    const { text } = reading.source;
    const locals = kind === 'local' && block.body.items.length > 1;
    const whole = wholeLines(text, locals ? span : block.span);
    const { start } = withComments(text, whole);
    const after = /^\r?\n/.exec(text.slice(whole.end))?.[0].length ?? 0;
    const before = /\n(\r?\n)$/.exec(text.slice(0, start))?.[1]?.length ?? 0;
    const last = text.slice(whole.end).trim() === '';
    if (instead !== undefined || locals) this.add(reading, { span: { start, end: whole.end }, text: instead ?? '' });
    else if (last) this.add(reading, { span: { start: start - before, end: whole.end }, text: '' });
    else this.add(reading, { span: { start, end: whole.end + after }, text: '' });
  }

  dropDependency({ block, reading }: UseIn, gone: ReadonlySet<string>): void {
    const attribute = block && attributeOf(block.body, 'depends_on');
    const list = attribute?.value;
    if (list?.kind !== 'tuple' || this.#lists.has(list)) return;
    this.#lists.add(list);
    const { text } = reading.source;
    const textOf = ({ start, end }: Span) => text.slice(start, end);
    const left = list.items.map((item) => textOf(item.span)).filter((item) => !gone.has(item));
    if (left.length > 0) this.add(reading, { span: list.span, text: `[${left.join(', ')}]` });
    else {
      const { start, end } = wholeLines(text, attribute?.span ?? list.span);
      const before = /\n(\r?\n)$/.exec(text.slice(0, start))?.[1]?.length ?? 0;
      this.add(reading, { span: { start: start - before, end }, text: '' });
    }
  }
}

/** From the first of the comment lines directly above. */
function withComments(text: string, { start, end }: Span): Span {
  let first = text.lastIndexOf('\n', start - 1) + 1;
  for (let above = first; above > 0; ) {
    above = text.lastIndexOf('\n', above - 2) + 1;
    if (!/^[ \t]*(?:#|\/\/)/.test(text.slice(above, first))) break;
    first = above;
  }
  return { start: first, end };
}

/** A declaration as it is written, with its comments. */
export function writtenBlock({ reading, block, kind, attribute }: Declared): string {
  const { text } = reading.source;
  const { start, end } = withComments(text, kind === 'local' && attribute ? attribute.span : block.span);
  return text.slice(start, end).replace(/^[ \t]+(?=\S)/, '');
}
