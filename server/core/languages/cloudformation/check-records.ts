import { entryIn } from '../../model/table.ts';
import { entryOf, type MapNode } from '../../model/tree.ts';
import { literalAt, literalOf, plain } from './plain.ts';
import { mapsAt, type Say } from './relations.ts';

/** Records of a group, each with a type of its own. */
export function checkRecordGroup(properties: MapNode, say: Say): void {
  checkZone(properties, say);
  for (const list of plain(entryOf(properties, 'RecordSets')?.value)) {
    if (list.kind !== 'list') continue;
    for (const record of list.items.flatMap((item) => plain(item))) if (record.kind === 'map') checkValues(record, say);
  }
}

export function checkRecord(properties: MapNode, say: Say): void {
  checkZone(properties, say);
  checkValues(properties, say);
}

function checkZone(properties: MapNode, say: Say): void {
  const zone = entryOf(properties, 'HostedZoneName')?.value;
  const name = literalOf(zone);
  if (zone && name && !name.endsWith('.')) say(zone, `HostedZoneName ends with a dot: ${name}.`);
  for (const record of [properties, ...mapsAt(properties, 'RecordSets')]) {
    const entry = entryOf(record, 'Name');
    const [own, outer] = [literalOf(entry?.value), name].map((text) => text?.toLowerCase().replace(/\.$/, ''));
    if (entry && own && outer && own !== outer && !own.endsWith(`.${outer}`))
      say(entry.value, `${own} does not lie in the zone ${outer}.`);
  }
}

/** Types of which a name has one record with one value. */
const SINGLE: ReadonlySet<string> = new Set(['CNAME', 'SOA']);

function checkValues(record: MapNode, say: Say): void {
  const type = literalAt(record, 'Type');
  const entry = entryOf(record, 'ResourceRecords');
  if (type === undefined || entry === undefined) return;
  for (const list of plain(entry.value)) {
    const several = list.kind === 'list' && list.items.filter((item) => literalOf(item) !== undefined).length > 1;
    if (several && SINGLE.has(type)) say(entry.key, `A ${type} record has one value.`);
    for (const item of list.kind === 'list' ? list.items : []) {
      const text = literalOf(item);
      const why = text === undefined ? undefined : recordFault(type, text.trim());
      if (why !== undefined) say(item, why);
    }
  }
}

const NAME = String.raw`[^\s"]+`;
const BYTE = String.raw`(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])`;
const SHORT = String.raw`\d{1,5}`;
const QUOTED = '"[^"]*"';
const form = (...parts: readonly string[]) => new RegExp(`^${parts.join(String.raw`\s+`)}$`, 'i');

/** What a value looks like, with an example (Route 53 developer guide, "Supported DNS record types"). */
const FORMS: Readonly<Record<string, readonly [RegExp, string]>> = {
  A: [new RegExp(`^${BYTE}(\\.${BYTE}){3}$`), '192.0.2.1'],
  AAAA: [/^(?=[^:]*:)[0-9a-f:]{2,39}(:\d+\.\d+\.\d+\.\d+)?$/i, '2001:db8::1'],
  CAA: [form(BYTE, '[a-z0-9]+', QUOTED), '0 issue "example.com"'],
  CNAME: [form(NAME), 'www.example.com'],
  DS: [form(SHORT, BYTE, BYTE, '[0-9a-f]+'), '12345 13 2 0123abcd'],
  HTTPS: [new RegExp(`^${SHORT}\\s+${NAME}(\\s|$)`), '1 . alpn="h2"'],
  MX: [form(SHORT, NAME), '10 mail.example.com'],
  NAPTR: [form(SHORT, SHORT, QUOTED, QUOTED, QUOTED, NAME), '100 50 "u" "E2U+sip" "!^.*$!sip:a@example.com!" .'],
  NS: [form(NAME), 'ns-1.example.com'],
  PTR: [form(NAME), 'www.example.com'],
  SOA: [
    form(NAME, NAME, '\\d+', '\\d+', '\\d+', '\\d+', '\\d+'),
    'ns-1.example.com hostmaster.example.com 1 7200 900 1209600 86400',
  ],
  SRV: [form(SHORT, SHORT, SHORT, NAME), '10 5 5060 sip.example.com'],
  SSHFP: [form(BYTE, BYTE, '[0-9a-f]+'), '4 2 0123abcd'],
  SVCB: [new RegExp(`^${SHORT}\\s+${NAME}(\\s|$)`), '1 svc.example.com'],
  TLSA: [form(BYTE, BYTE, BYTE, '[0-9a-f]+'), '3 1 1 0123abcd'],
};

function recordFault(type: string, text: string): string | undefined {
  const known = entryIn(FORMS, type);
  if (known !== undefined)
    return known[0].test(text) ? undefined : `"${text}" is not what a record of type ${type} holds: ${known[1]}`;
  if (type !== 'TXT' && type !== 'SPF') return undefined;
  if (!/^"/.test(text) || !/"$/.test(text))
    return `The value of a record of type ${type} stands in quotation marks of its own.`;
  return text.split(/"\s*"/).some((part) => part.replace(/^"|"$/g, '').length > 255)
    ? `A text of a record of type ${type} has at most 255 characters: write several, each in quotation marks.`
    : undefined;
}
