import type { Intent } from '../../../model/intent.ts';
import type { Edit } from '../../../model/span.ts';
import { inputWords } from '../../../syntax/rewrite/input.ts';
import { newlineOf } from '../check/edits.ts';
import { lastModuleOf } from '../read/module.ts';
import type { TerraformReading } from '../read/reading.ts';
import { expressionAt } from './locate.ts';
import { quoted } from './write.ts';

type UseInput = Extract<Intent, { readonly kind: 'useInput' }>;

/** `var.name` in place of a whole value, `${var.name}` inside a text; declares the variable when the file does not. */
export function useInput(
  reading: TerraformReading,
  { at, name, default: value, before = '' }: UseInput,
): readonly Edit[] | undefined {
  const variable = name.toLowerCase();
  const expression = expressionAt(reading, at);
  if (!expression) return undefined;
  const declaration = declare(reading, variable, value);
  const { span } = expression;
  const inner = expression.kind === 'template' ? expression.inner : span;
  const whole = before === '' && at.end > at.start && at.start <= inner.start && at.end >= inner.end;
  if (whole) return [{ span, text: `var.${variable}` }, ...declaration];
  if (expression.kind !== 'template') return undefined;
  const start = Math.max(at.start, inner.start);
  const end = Math.min(at.end, inner.end);
  return [{ span: { start, end: Math.max(start, end) }, text: `${before}\${var.${variable}}` }, ...declaration];
}

/** A module that declares it in another file has the declaration there; asking again does nothing. */
function declare(reading: TerraformReading, name: string, value: string | undefined): readonly Edit[] {
  const { declarations, source, hcl } = reading;
  if (lastModuleOf(reading)?.declared.has(`var.${name}`)) return [];
  if (declarations.some(({ address }) => address === `var.${name}`)) return [];
  const newline = newlineOf(source.text);
  const lines = [
    `variable "${name}" {`,
    '  type        = string',
    `  description = ${quoted(inputWords(name))}`,
    ...(value === undefined ? [] : [`  default     = ${quoted(value)}`]),
    '}',
    '',
  ];
  const last = declarations.findLast(({ kind }) => kind === 'variable');
  const at = last ? last.span.end : source.text.length;
  const text = lines.join(newline);
  if (last)
    return [
      { span: { start: at, end: at }, text: `${newline}${newline}${text.slice(0, text.length - newline.length)}` },
    ];
  const ends = source.text === '' || source.text.endsWith('\n');
  const gap = hcl.body.items.length === 0 ? '' : newline;
  return [{ span: { start: at, end: at }, text: `${ends ? '' : newline}${gap}${text}` }];
}
