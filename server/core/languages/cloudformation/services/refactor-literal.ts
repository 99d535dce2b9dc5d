import type { Edit } from '../../../model/span.ts';
import { entryOf, type ScalarNode } from '../../../model/tree.ts';
import { yamlString } from '../../../syntax/rewrite/scalar.ts';
import { rewriteTree } from '../../../syntax/rewrite.ts';
import { declaring } from '../declarations.ts';
import { type Intrinsic, inside, intrinsicOf, subParts } from '../intrinsic.ts';
import type { CfnReading } from '../reading.ts';
import { resolved } from '../template.ts';
import { freeName } from './free-name.ts';
import { functionsAt } from './function-forms.ts';
import type { Turned } from './refactor-reference.ts';

/** The function that a literal is an argument of; `fixed` where no function can take the literal's place. */
export function callAround({ template }: CfnReading, literal: ScalarNode): Intrinsic | 'fixed' | undefined {
  const call =
    template.root &&
    functionsAt(template.root, literal.span.start)
      .map(({ node }) => intrinsicOf(node))
      .at(-1);
  if (call === undefined) return undefined;
  const args = call.args.kind === 'list' ? call.args.items : [call.args];
  const takes =
    call.name === 'Sub'
      ? subParts(call).text === literal
      : (call.name === 'If' || call.name === 'Join') && args[0] !== literal;
  return takes ? call : 'fixed';
}

/** The value becomes that of a key of a mapping with the name of its resource, which others may join. */
export function extractMapping(
  reading: CfnReading,
  literal: ScalarNode,
  property: string,
  id: string,
): readonly Edit[] {
  const { tree, template, names } = reading;
  const mapping = `${id}Settings`.replace(/[^A-Za-z0-9]/g, '');
  const held = resolved(names.mappings.get(mapping)?.body);
  const row = resolved(entryOf(held, ROW)?.value);
  const key = freeName(property.replace(/[^A-Za-z0-9]/g, '') || 'Value', (taken) => entryOf(row, taken) !== undefined);
  const root = template.root;
  if (root === undefined || (held !== undefined && row?.kind !== 'map')) return [];
  const value = { raw: tree.text.slice(literal.span.start, literal.span.end) };
  const declare =
    row?.kind === 'map'
      ? ({ kind: 'insertKey', map: row.span, key, value } as const)
      : declaring(root, 'Mappings', mapping, { map: [[ROW, { map: [[key, value]] }]] });
  const [json, yaml] = [`{ "Fn::FindInMap": ["${mapping}", "${ROW}", "${key}"] }`, `[${mapping}, ${ROW}, ${key}]`];
  const declared = rewriteTree(tree, [declare]);
  const text = tree.notation === 'json' ? json : `!FindInMap ${yaml}`;
  return declared.length === 0 ? [] : [...declared, { span: literal.span, text }];
}

const ROW = 'All';

/** What a stack knows of the place it is in, as it is found written in a text. */
const PLACES: readonly (readonly [name: string, what: string, pattern: RegExp])[] = [
  [
    'AWS::Region',
    'region',
    /(?<!\w)(?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov)?-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d(?=[a-z]?(?!\w))/g,
  ],
  ['AWS::Partition', 'partition', /(?<=\barn:)aws(?:-cn|-us-gov)?(?=:)/g],
  ['AWS::AccountId', 'account', /(?<=[:/]|^["']?)\d{12}(?=[:/.]|["']?$)/g],
];

/** A region, partition or account that is written in becomes that of the stack. */
export function placesOfStack(reading: CfnReading, literal: ScalarNode, call: Intrinsic | undefined): Turned[] {
  const { tree } = reading;
  const written = tree.text.slice(literal.span.start, literal.span.end);
  const filled = call?.name === 'Sub';
  if (literal.anchor !== undefined || (!filled && (literal.tag !== undefined || written.includes('${')))) return [];
  return PLACES.flatMap(([name, what, pattern]): Turned[] => {
    const found = [...new Set(written.match(pattern))];
    const text =
      found.length === 0
        ? undefined
        : put(reading, literal, name, written, written.replace(pattern, `\${${name}}`), filled);
    if (text === undefined) return [];
    const title = `Take the ${what} of the stack (${name}) instead of ${found.join(', ')}`;
    return [{ title, edit: { span: literal.span, text } }];
  });
}

function put(
  { tree }: CfnReading,
  literal: ScalarNode,
  name: string,
  old: string,
  text: string,
  filled: boolean,
): string | undefined {
  const { start, end } = inside(literal);
  const whole = text.slice(start - literal.span.start, text.length - (literal.span.end - end)) === `\${${name}}`;
  const json = tree.notation === 'json';
  if (literal.style === 'plain' && old.includes('\n')) return undefined;
  if (filled) return literal.style === 'plain' ? yamlString(text, { flow: true }) : text;
  if (whole) return json ? `{ "Ref": "${name}" }` : `!Ref ${name}`;
  if (json) return `{ "Fn::Sub": ${text} }`;
  if (literal.style !== 'plain') return `!Sub ${text}`;
  return `!Sub ${yamlString(text, { flow: true })}`;
}
