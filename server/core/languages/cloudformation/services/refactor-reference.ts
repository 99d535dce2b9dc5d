import type { Edit } from '../../../model/span.ts';
import type { DataSource } from '../../../schema/data.ts';
import type { CfnReading } from '../reading.ts';
import type { NameUse } from '../references.ts';
import { cfnSchema } from '../schema.ts';

/** One edit that writes something in another way. */
export interface Turned {
  readonly title: string;
  readonly edit: Edit;
}

/** Attributes that are offered; an ARN comes first. */
const MOST = 3;

/** `Ref` ↔ `GetAtt`, also in the text of a Sub, where both give one text. What it gives is another thing then: the title says which. */
export function otherReference(reading: CfnReading, offset: number, data: DataSource): Turned[] {
  const use = reading.uses.find((each) => isAt(each, offset));
  const type =
    use && !reading.names.parameters.has(use.name.value) && reading.names.resources.get(use.name.value)?.type;
  const entry = type ? cfnSchema(data).entry(type.value) : undefined;
  const attributes = type ? cfnSchema(data).resource(type.value)?.a : undefined;
  if (use === undefined || entry === undefined || attributes === undefined) return [];
  const name = use.name.value;
  const of = (title: string, edit: Edit | undefined): Turned[] => (edit ? [{ title, edit }] : []);
  if (use.attribute !== undefined) {
    const [gives = 'id'] = entry.ref ?? entry.id ?? [];
    if (attributes[use.attribute.value] !== 's') return [];
    return of(`Read what Ref of ${name} gives (${gives})`, written(reading, use, undefined));
  }
  const texts = Object.keys(attributes).filter((each) => attributes[each] === 's');
  return texts
    .toSorted((a, b) => Number(b === 'Arn') - Number(a === 'Arn'))
    .slice(0, MOST)
    .flatMap((each) => of(`Read the attribute ${each} of ${name} (GetAtt)`, written(reading, use, each)));
}

function isAt({ how, name, attribute, call }: NameUse, offset: number): boolean {
  const own = { start: name.span.start, end: (attribute ?? name).span.end };
  const span = how === 'Sub' ? own : how === 'Ref' || how === 'GetAtt' ? (call?.span ?? own) : { start: 1, end: 0 };
  return span.start <= offset && offset <= span.end;
}

/** One edit from the name of the function to the end of its argument; a comment or an anchor in between is not lost, but left alone. */
function written(
  { tree }: CfnReading,
  { how, name, attribute, call }: NameUse,
  wanted: string | undefined,
): Edit | undefined {
  const { end } = name.span;
  if (how === 'Sub') return { span: { start: end, end: attribute?.span.end ?? end }, text: wanted ? `.${wanted}` : '' };
  if (call === undefined || call.args.anchor !== undefined) return undefined;
  const span = { start: call.nameSpan.start, end: call.args.span.end };
  if (tree.text.slice(call.nameSpan.end, span.end).includes('#')) return undefined;
  const [fn, list] = wanted ? ['GetAtt', [name.value, wanted]] : ['Ref', [name.value]];
  if (call.form === 'short') return { span, text: `!${fn} ${list.join('.')}` };
  const json = tree.notation === 'json';
  const key = wanted ? 'Fn::GetAtt' : 'Ref';
  const args = json ? list.map((each) => `"${each}"`) : list;
  const value = wanted ? `[${args.join(', ')}]` : (args[0] ?? '');
  return { span, text: `${json ? `"${key}"` : key}: ${value}` };
}
