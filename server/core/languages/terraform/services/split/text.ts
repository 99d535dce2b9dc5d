import { applyEdits } from '../../../../model/span.ts';
import { blocksOf } from '../../../../syntax/hcl/walk.ts';
import { formatTerraform } from '../../format/index.ts';
import type { Declared, Module } from '../../read/module.ts';
import { readTerraform } from '../../read/reading.ts';
import { type Handed, writtenBlock } from './cut.ts';
import type { Part } from './part.ts';

/** Blocks one under the other, in the form of `terraform fmt` and with the line ends that are wanted. */
export function fileOf(path: string, blocks: readonly string[], newline: string): string {
  const text = `${blocks.filter((block) => block !== '').join('\n\n')}\n`.replaceAll('\r\n', '\n');
  const tidy = applyEdits(text, formatTerraform(readTerraform({ path, text })));
  return tidy.replaceAll('\n', newline);
}

/** Releases and providers that the module asks for; where it keeps its state is no part of it. */
export function requirements({ readings, requiredVersion }: Module): string {
  const required = readings.flatMap((reading) =>
    blocksOf(reading.hcl.body, 'terraform').flatMap(({ body }) =>
      blocksOf(body, 'required_providers').map(({ span }) => reading.source.text.slice(span.start, span.end)),
    ),
  );
  const version = requiredVersion === undefined ? [] : [`  required_version = ${JSON.stringify(requiredVersion)}`];
  const [first] = required;
  if (first === undefined && version.length === 0) return '';
  return ['terraform {', ...version, ...(first === undefined ? [] : [`  ${first}`]), '}'].join('\n');
}

/** Inputs, local values, data sources and resources of a part, as they are written; `from`: the name of the folder beside, which they come from. */
export function declarations({ copied, moved }: Part, from?: string): readonly string[] {
  const of = (kind: string): readonly string[] => copied.filter((each) => each.kind === kind).map(writtenBlock);
  const locals = of('local').map((local) => `  ${local}`);
  return [
    ...of('variable'),
    ...(locals.length > 0 ? [['locals {', ...locals, '}'].join('\n')] : []),
    ...of('data'),
    ...moved.map((each) =>
      each.kind === 'module' && from !== undefined ? calledFrom(each, from) : writtenBlock(each),
    ),
  ];
}

/** A module below the old folder is called from the folder beside it; one above or beside is where it was. */
function calledFrom(call: Declared, folder: string): string {
  return writtenBlock(call).replace(/(\bsource\s*=\s*")\.\//, (_, start: string) => `${start}../${folder}/`);
}

const SECRET = /password|secret|token|private|connection_string|access_key|primary_key/;

export function outputs(handed: readonly Handed[], root: boolean): readonly string[] {
  return handed.map(({ name, text }) => {
    const hidden = root && SECRET.test(name) ? ['  sensitive = true'] : [];
    return [`output "${name}" {`, `  value = ${text}`, ...hidden, '}'].join('\n');
  });
}

/** Inputs in place of what moved. */
export function inputs(handed: readonly Handed[]): readonly string[] {
  return handed.map(({ name, text }) =>
    [
      `variable "${name}" {`,
      `  description = ${JSON.stringify(`${text.replace(/["$%\\]/g, '')}, which lives apart`)}`,
      '  type        = any',
      ...(SECRET.test(name) ? ['  sensitive   = true'] : []),
      '}',
    ].join('\n'),
  );
}
