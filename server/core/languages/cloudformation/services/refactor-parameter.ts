import type { Intent, NewValue } from '../../../model/intent.ts';
import type { Edit, Span } from '../../../model/span.ts';
import { entryOf, type TreeNode } from '../../../model/tree.ts';
import { yamlString } from '../../../syntax/rewrite/scalar.ts';
import { rewriteTree } from '../../../syntax/rewrite.ts';
import type { CfnReading } from '../reading.ts';
import type { NameUse } from '../references.ts';
import type { CfnType } from '../schema.ts';
import { type Named, resolved } from '../template.ts';
import { parameterType } from '../types.ts';
import { freeName } from './free-name.ts';
import { meaningOf } from './meaning.ts';
import { kindOfUse } from './navigate.ts';

/** The value becomes the default of a new parameter, so that nothing changes until somebody gives another. */
export function extractParameter(
  reading: CfnReading,
  literal: Extract<TreeNode, { kind: 'scalar' }>,
  property: string,
  id: string,
  type: CfnType | undefined,
): readonly Edit[] {
  const base = /^\d+$/.test(property) ? id : `${id}${property}`;
  const name = freeName(
    base.replace(/[^A-Za-z0-9]/g, ''),
    (taken) => reading.names.parameters.has(taken) || reading.names.resources.has(taken),
  );
  const body: NewValue = {
    map: [
      ['Type', (type === 'i' || type === 'n') && /^-?\d+(\.\d+)?$/.test(literal.text) ? 'Number' : 'String'],
      ['Default', literal.text],
    ],
  };
  const section = resolved(entryOf(reading.template.root, 'Parameters')?.value);
  const root = reading.template.root;
  if (root === undefined) return [];
  const declare: Intent =
    section?.kind === 'map'
      ? { kind: 'insertKey', map: section.span, key: name, value: body }
      : {
          kind: 'insertKey',
          map: root.span,
          key: 'Parameters',
          value: { map: [[name, body]] },
          after: entryOf(root, 'Description') ? 'Description' : 'AWSTemplateFormatVersion',
        };
  const use: Edit = {
    span: literal.span,
    text: reading.tree.notation === 'json' ? `{ "Ref": "${name}" }` : `!Ref ${name}`,
  };
  const declared = rewriteTree(reading.tree, [declare]);
  return declared.length === 0 ? [] : [...declared, use];
}

/** Nothing can stand for a parameter without a default, a secret, or a value that the service looks up. */
export function isInlinable({ tree, template }: CfnReading, { body: node }: Named): boolean {
  const body = resolved(node);
  const fallback = entryOf(body, 'Default')?.value;
  const looked = parameterType(node)?.startsWith('AWS::SSM::') || entryOf(body, 'NoEcho') !== undefined;
  const named = entryOf(template.root, 'Rules') !== undefined && tree.text.includes('ValueOf');
  return fallback?.kind === 'scalar' && fallback.tag === undefined && !looked && !named;
}

/** The default takes the place of every use, and the parameter goes. Empty where one use cannot be rewritten. */
export function inlineParameter(reading: CfnReading, parameter: Named): readonly Edit[] {
  const { tree, template } = reading;
  const body = resolved(parameter.body);
  const fallback = entryOf(body, 'Default')?.value;
  const type = parameterType(parameter.body) ?? '';
  if (fallback?.kind !== 'scalar' || !isInlinable(reading, parameter)) return [];
  const list = type === 'CommaDelimitedList' || type.startsWith('List<');
  const literal = literalOf(fallback, list, tree.notation === 'json');
  const uses = reading.uses.filter(
    (use) => use.name.value === parameter.name.value && kindOfUse(reading, use) === 'parameter',
  );
  const replaced = uses.map((use) => inlined(tree.text, use, literal, list ? undefined : fallback.text));
  const section = entryOf(template.root, 'Parameters');
  const alone = template.parameters.length === 1;
  if (section === undefined || literal === undefined || !replaced.every((intent) => intent !== undefined)) return [];
  return rewriteTree(tree, [...replaced, { kind: 'removeEntry', at: alone ? section.span : parameter.entry.span }]);
}

function literalOf(node: Extract<TreeNode, { kind: 'scalar' }>, list: boolean, json: boolean): string | undefined {
  const written = (text: string) => (json ? JSON.stringify(text) : yamlString(text, { flow: true }));
  if (list)
    return `[${node.text
      .split(',')
      .map((item) => written(item.trim()))
      .join(', ')}]`;
  const meaning = meaningOf(node);
  if (typeof meaning === 'string') return node.text.includes('\n') ? undefined : written(meaning);
  return meaning !== undefined && 'bare' in meaning && meaning.bare !== 'null' ? meaning.bare : written('');
}

/** What becomes of one use. `plain` = the text that may stand inside another text. */
function inlined(
  source: string,
  use: NameUse,
  literal: string | undefined,
  plain: string | undefined,
): Intent | undefined {
  if (use.how === 'metadata') return { kind: 'removeEntry', at: use.name.span };
  if (literal === undefined || use.call === undefined) return undefined;
  if (use.how === 'Ref') {
    const below = /:[ \t]*\r?\n[ \t]*$/.exec(source.slice(0, use.call.span.start).slice(-200))?.[0];
    const span: Span = { start: use.call.span.start - (below ? below.length - 1 : 0), end: use.call.span.end };
    return { kind: 'replaceText', at: span, text: below ? ` ${literal}` : literal };
  }
  const span = {
    start: source.lastIndexOf('${', use.name.span.start),
    end: source.indexOf('}', use.name.span.end) + 1,
  };
  const fits = plain !== undefined && /^[\w./:@,= -]*$/.test(plain) && !/: | $|^[ -]/.test(plain);
  return fits ? { kind: 'replaceText', at: span, text: plain } : undefined;
}
