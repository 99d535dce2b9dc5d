import type { Fix } from '../../../model/finding.ts';
import type { Edit } from '../../../model/span.ts';
import { isIdentifier } from '../../../syntax/hcl/characters.ts';
import { blocksOf } from '../../../syntax/hcl/walk.ts';
import type { HclBlock } from '../../../syntax/hcl.ts';
import type { Module } from '../read/module.ts';
import type { TerraformReading } from '../read/reading.ts';
import type { Use } from '../read/use.ts';
import type { CheckContext } from './context.ts';
import { newlineOf } from './edits.ts';

/** Declares the variable or local value that a reference wants: in the file where the others are. */
export function declareFix(context: CheckContext, use: Use): Fix | undefined {
  const name = use.name.value;
  if (!isIdentifier(name) || context.form.kind === 'test') return undefined;
  if (use.kind === 'variable') return declareVariable(context, name);
  return use.kind === 'local' ? declareLocal(context, name) : undefined;
}

function declareVariable(context: CheckContext, name: string): Fix {
  const home = homeOf(context, 'variable', /(^|\/)variables\.(tf|tofu)$/);
  const newline = newlineOf(home.source.text);
  const body = `variable "${name}" {${newline}  type = string${newline}}${newline}`;
  return inFile(context, home, `Declare variable "${name}"`, appended(home.source.text, body, newline));
}

function declareLocal(context: CheckContext, name: string): Fix {
  const home = homeOf(context, 'local', /(^|\/)locals\.(tf|tofu)$/);
  const newline = newlineOf(home.source.text);
  const block = blocksOf(home.hcl.body, 'locals').find((each: HclBlock) => each.close !== undefined);
  const title = `Declare local value "${name}"`;
  if (!block?.close)
    return inFile(
      context,
      home,
      title,
      appended(home.source.text, `locals {${newline}  ${name} = null${newline}}${newline}`, newline),
    );
  const { text } = home.source;
  const line = text.lastIndexOf('\n', block.close.start - 1) + 1;
  const alone = text.slice(line, block.close.start).trim() === '';
  const edit: Edit = alone
    ? { span: { start: line, end: line }, text: `  ${name} = null${newline}` }
    : { span: { start: block.close.start, end: block.close.start }, text: `${newline}  ${name} = null${newline}` };
  return inFile(context, home, title, edit);
}

/** Declares an input or an output in the module that is called, where its others are. */
export function declareInModule(called: Module, kind: 'variable' | 'output', name: string): Fix | undefined {
  if (!isIdentifier(name)) return undefined;
  const files = called.readings.filter(({ form }) => !form.json && !form.override);
  const home = files.find(({ declarations }) => declarations.some((each) => each.kind === kind)) ?? files[0];
  if (!home) return undefined;
  const newline = newlineOf(home.source.text);
  const line = kind === 'variable' ? 'type = string' : 'value = null';
  const body = `${kind} "${name}" {${newline}  ${line}${newline}}${newline}`;
  const others = [{ path: home.source.path, edits: [appended(home.source.text, body, newline)] }];
  return { title: `Declare ${kind} "${name}" in the module`, safety: 'suggestion', edits: [], others };
}

/** The file of the module that already holds such declarations, else the one named after them, else this one. */
function homeOf({ reading, module }: CheckContext, kind: string, named: RegExp): TerraformReading {
  const own = reading.declarations.some((each) => each.kind === kind);
  if (own || reading.form.json) return reading;
  const files = module.readings.filter(({ form }) => !form.json && !form.override);
  return (
    files.find(({ source }) => named.test(source.path)) ??
    files.find(({ declarations }) => declarations.some((each) => each.kind === kind)) ??
    reading
  );
}

function appended(text: string, block: string, newline: string): Edit {
  const gap =
    text === '' || text.endsWith('\n\n') || text.endsWith('\r\n\r\n')
      ? ''
      : text.endsWith('\n')
        ? newline
        : newline + newline;
  return { span: { start: text.length, end: text.length }, text: gap + block };
}

function inFile({ reading }: CheckContext, home: TerraformReading, title: string, edit: Edit): Fix {
  if (home.source.path === reading.source.path) return { title, safety: 'suggestion', edits: [edit] };

  return { title, safety: 'suggestion', edits: [], others: [{ path: home.source.path, edits: [edit] }] };
}
