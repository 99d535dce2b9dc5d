import { folderOf } from '../../../model/paths.ts';
import { classify } from '../../../schema/lifecycle.ts';
import { attributeOf } from '../../../syntax/hcl/walk.ts';
import { literalString } from '../../../syntax/hcl.ts';
import { calledModule, type Declared } from '../read/module.ts';
import { typeText } from '../schema/body.ts';
import { constraintOf } from '../schema/constraint.ts';
import { shortType, Types } from '../schema/infer.ts';
import type { Setting } from '../schema/place.ts';
import { documentationLink } from './documentation.ts';
import { code, escaped, fence, paragraphs } from './markdown.ts';

/** What a declaration says about itself. */
export function declarationText(declared: Declared, setting: Setting): string {
  const { kind, address, block, reading } = declared;
  const description = literalString(attributeOf(block.body, 'description')?.value);
  const where = `${code(address)} · ${kind === 'other' ? block.type.value : kind} · ${escaped(reading.source.path.slice(folderOf(reading.source.path).length).replace(/^\//, ''))}`;
  switch (kind) {
    case 'variable':
      return paragraphs(where, variableText(declared), description && escaped(description));
    case 'local':
      return paragraphs(where, localType(declared, setting), localText(declared));
    case 'output':
      return paragraphs(where, valueText(declared, 'value'), description && escaped(description));
    case 'module':
      return paragraphs(where, valueText(declared, 'source'), outputsText(declared, setting));
    case 'resource':
    case 'data':
      return paragraphs(
        where,
        declared.type && typeLine(declared.type.value, setting),
        documentationLink([block], undefined, setting),
      );
    default:
      return where;
  }
}

function localType({ attribute }: Declared, setting: Setting): string | undefined {
  const text = shortType(new Types(setting).of(attribute?.value), 80);
  return text === undefined ? undefined : `Type: ${code(text)}`;
}

function localText(declared: Declared): string | undefined {
  return declared.attribute && fence(shortened(textOf(declared, declared.attribute.value.span)));
}

function textOf({ reading }: Declared, { start, end }: { readonly start: number; readonly end: number }): string {
  return reading.source.text.slice(start, end);
}

function shortened(text: string): string {
  const lines = text.split('\n');
  return lines.length > 12 ? [...lines.slice(0, 12), '…'].join('\n') : text;
}

function variableText(declared: Declared): string {
  const type = attributeOf(declared.block.body, 'type')?.value;
  const value = attributeOf(declared.block.body, 'default')?.value;
  const lines = [
    `type    = ${type ? typeText(constraintOf(type)) : 'any'}`,
    ...(value ? [`default = ${textOf(declared, value.span)}`] : []),
  ];
  return `${fence(shortened(lines.join('\n')))}${value ? '' : '\n\nNo default: it must be set.'}`;
}

function valueText(declared: Declared, name: string): string | undefined {
  const value = attributeOf(declared.block.body, name)?.value;
  return value && fence(shortened(`${name} = ${textOf(declared, value.span)}`));
}

function outputsText(declared: Declared, { project }: Setting): string | undefined {
  const called = calledModule(declared, project);
  if (!called) return undefined;
  const names = [...called.declared.values()].flatMap(([each]) =>
    each?.kind === 'output' ? [code(each.name.value)] : [],
  );
  return names.length === 0 ? 'It has no outputs.' : `Outputs: ${names.join(', ')}`;
}

/** What a blue-green deployment makes of the type. */
export function typeLine(type: string, { data }: Setting): string {
  const { class: state, confidence } = classify('terraform', type, data);
  if (state === 'unknown') return 'State class: unknown.';
  return `State class: **${state}**${confidence < 0.7 ? ' (probably)' : ''}.`;
}
