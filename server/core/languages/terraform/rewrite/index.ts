import type { Intent } from '../../../model/intent.ts';
import { applyEdits, type Edit } from '../../../model/span.ts';
import { readHcl } from '../../../syntax/hcl.ts';
import { readJson } from '../../../syntax/json.ts';
import { commandRemoved } from '../../../syntax/rewrite/command.ts';
import { rewriteTree } from '../../../syntax/rewrite.ts';
import type { TerraformReading } from '../read/reading.ts';
import { useInput } from './input.ts';
import { insertItem, insertKey } from './insert.ts';
import { expressionAt, nodeAt } from './locate.ts';
import { realigned } from './realign.ts';
import { moveEntry, removeEntry } from './remove.ts';
import { quoted } from './write.ts';

/**
 * Turns intents into edits of HCL. Comments, order, alignment of other lines and line endings stay. All or nothing: an empty
 * list when one intent cannot be carried out safely, or when everything is there already.
 */
export function rewriteTerraform(reading: TerraformReading, intents: readonly Intent[]): readonly Edit[] {
  if (reading.form.json) return rewriteTree(readJson(reading.source.text), intents);
  const merged = sound(reading, intents);
  if (merged.length === 0) return [];
  const tidy = merge(realigned(reading, merged));
  return tidy && staysSound(reading, tidy) ? tidy : merged;
}

/** True where `rewriteTerraform` gives edits; what they push out of line is not looked at. */
export function rewritesTerraform(reading: TerraformReading, intents: readonly Intent[]): boolean {
  return (reading.form.json ? rewriteTerraform(reading, intents) : sound(reading, intents)).length > 0;
}

/** Edits of all intents after which the text is as sound as before, else none. */
function sound(reading: TerraformReading, intents: readonly Intent[]): readonly Edit[] {
  const edits: Edit[] = [];
  for (const intent of intents) {
    const made = editsOf(reading, intent);
    if (!made) return [];
    edits.push(...made);
  }
  const merged = merge(edits);
  return merged && merged.length > 0 && staysSound(reading, merged) ? merged : [];
}

function editsOf(reading: TerraformReading, intent: Intent): readonly Edit[] | undefined {
  const { text } = reading.source;
  switch (intent.kind) {
    case 'setScalar':
      return setScalar(reading, intent.at, intent.text);
    case 'replaceText':
      return [{ span: intent.at, text: intent.text }];
    case 'insertKey':
      return insertKey(reading, intent);
    case 'insertItem':
      return insertItem(reading, intent.list, intent.value);
    case 'removeEntry':
      return removeEntry(reading, intent.at);
    case 'renameKey':
      return renameKey(reading, intent.at, intent.key);
    case 'moveEntry':
      return moveEntry(reading, intent.at, intent.before);
    case 'removeCommand':
      return [commandRemoved(text, intent.at, isHeredoc(reading, intent.at))];
    case 'useInput':
      return useInput(reading, intent);
  }
}

/** A number or a truth value stays one; everything else is text in quotes. */
function setScalar(reading: TerraformReading, at: { start: number; end: number }, value: string): readonly Edit[] {
  const expression = expressionAt(reading, at);
  const span =
    expression && expression.span.start >= at.start - 1 && expression.span.end <= at.end + 1 ? expression.span : at;
  const typed =
    expression?.kind === 'literal' &&
    (/^-?\d+(\.\d+)?$/.test(value) || value === 'true' || value === 'false' || value === 'null');
  const text = typed ? value : quoted(value);
  return reading.source.text.slice(span.start, span.end) === text ? [] : [{ span, text }];
}

function renameKey(
  reading: TerraformReading,
  at: { start: number; end: number },
  key: string,
): readonly Edit[] | undefined {
  const node = nodeAt(reading, at);
  if (!node || node.kind === 'item') return undefined;
  const span = node.key;
  return reading.source.text.slice(span.start, span.end) === key ? [] : [{ span, text: key }];
}

function isHeredoc(reading: TerraformReading, at: { start: number; end: number }): boolean {
  const expression = expressionAt(reading, at);
  return expression?.kind === 'template' && expression.style !== 'quoted';
}

/** Equal edits once; undefined when two overlap. */
function merge(edits: readonly Edit[]): readonly Edit[] | undefined {
  const unique = edits.filter((edit, i) => edits.findIndex((other) => same(edit, other)) === i);
  const sorted = unique.toSorted((a, b) => a.span.start - b.span.start);
  const overlap = sorted.some((edit, i) => i > 0 && edit.span.start < (sorted[i - 1]?.span.end ?? 0));
  return overlap ? undefined : sorted;
}

function same(a: Edit, b: Edit): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;
}

/** A fix never breaks a file. */
function staysSound(reading: TerraformReading, edits: readonly Edit[]): boolean {
  const after = readHcl(applyEdits(reading.source.text, edits));
  return after.problems.length <= reading.hcl.problems.length;
}
