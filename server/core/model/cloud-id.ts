import type { CloudId } from './fact.ts';

export interface FoundId {
  readonly kind: CloudId['kind'];
  readonly id: string;
  /** Offset in the text. */
  readonly start: number;
}

const KINDS: Readonly<Record<string, CloudId['kind']>> = {
  ami: 'image',
  subnet: 'subnet',
  vpc: 'vpc',
  sg: 'security-group',
  vol: 'volume',
  snap: 'snapshot',
};

const ID =
  /(?<![\w-])(ami|vpc|subnet|sg|i|vol|eni|rtb|igw|nat|acl|eipalloc|snap|lt|fs)-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![\w-])/g;
const ACCOUNT = /arn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):/g;

/** Ids that one account or network was given by AWS: `subnet-0a1b2c3d`, the account of an ARN. Made-up ones (all digits alike) are none. */
export function cloudIdsIn(text: string): FoundId[] {
  if (text.length > 4096 || !/-|arn:/.test(text)) return [];
  const ids = [...text.matchAll(ID)].map((match) => ({
    kind: KINDS[match[1] ?? ''] ?? ('other' as const),
    id: match[0],
    start: match.index,
  }));
  const accounts = [...text.matchAll(ACCOUNT)].map((match) => {
    const id = match[1] ?? '';
    return { kind: 'account' as const, id, start: match.index + match[0].length - 1 - id.length };
  });
  return [...ids, ...accounts].filter(({ id }) => !isPlaceholder(id));
}

function isPlaceholder(id: string): boolean {
  const digits = id.replace(/^[a-z]+-/, '');
  return (
    /^(.)\1+$/.test(digits) || /^(?:0?123456789|1234567890|01234567|12345678)/.test(digits) || digits === 'deadbeef'
  );
}
