import type { ShellCommand, ShellWord } from '../../../model/shell.ts';
import type { Span } from '../../../model/span.ts';
import type { ScalarNode } from '../../../model/tree.ts';
import { readCommands } from '../../../syntax/shell.ts';
import { placeholdersIn } from '../placeholders.ts';
import type { MacfileReading } from '../reading.ts';
import { type MacReference, referencesIn } from '../references.ts';
import { mapOf } from '../texts.ts';

/** What the shell reader takes for the braces of a placeholder. */
const OPEN = '\ue000';
const CLOSE = '\ue001';

/**
 * Commands of a script with spans in the document. Placeholders and, where the tool replaces them, references are unknown parts of
 * words and stand in braces, also where the author wrote none: `{INF_VERSION}`, `{infrastructure.param.name}`.
 */
export function commandsIn(reading: MacfileReading, node: ScalarNode, replaced: boolean): readonly ShellCommand[] {
  const known = read.get(node) ?? readScript(reading, node, replaced);
  read.set(node, known);
  return known;
}

/** A script is read once, however many entries run it. */
const read = new WeakMap<ScalarNode, readonly ShellCommand[]>();

function readScript(reading: MacfileReading, node: ScalarNode, replaced: boolean): readonly ShellCommand[] {
  const map = mapOf(reading, node);
  const references = replaced ? referencesIn(node).filter(({ terminated }) => terminated) : [];
  const masked = maskReferences(maskBraces(node.text), references);
  const commands = readCommands(masked, (start, end) => map.span(start, end));
  return references.length === 0 ? commands : commands.map((command) => restore(command, node.text, references));
}

/** Text of a word as its author wrote it. */
export function asWritten(text: string): string {
  return text.replace(/\{((?:role|infrastructure|resource|action)\.[^{}]*)\}/g, '$1');
}

interface Hole {
  readonly span: Span;
  readonly inner: string;
}

function maskBraces(text: string): string {
  return fill(
    text,
    placeholdersIn(text).map(({ name, span }) => ({ span, inner: name })),
  );
}

/** As long as before, so that offsets stay right: `<open>@3_______<close>`. */
function maskReferences(text: string, references: readonly MacReference[]): string {
  const holes = references.map(({ span }, index) => ({
    span,
    inner: `@${index}`.padEnd(span.end - span.start - 2, '_'),
  }));
  return fill(text, holes);
}

function fill(text: string, holes: readonly Hole[]): string {
  if (holes.length === 0) return text;
  const pieces: string[] = [];
  let at = 0;
  for (const { span, inner } of holes) {
    pieces.push(text.slice(at, span.start), OPEN, inner, CLOSE);
    at = span.end;
  }
  return [...pieces, text.slice(at)].join('');
}

function restore(command: ShellCommand, text: string, references: readonly MacReference[]): ShellCommand {
  const written = (masked: string): string =>
    masked.replace(/\{@(\d+)_*\}/g, (whole, index: string) => {
      const span: Span | undefined = references[Number(index)]?.span;
      return span === undefined ? whole : `{${text.slice(span.start, span.end)}}`;
    });
  const word = (one: ShellWord): ShellWord => ({ ...one, text: written(one.text) });
  return {
    ...command,
    program: written(command.program),
    words: command.words.map(word),
    redirects: command.redirects.map((redirect) => ({ ...redirect, target: word(redirect.target) })),
  };
}
