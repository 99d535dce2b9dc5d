/** What can be told from the look of a host: an address, a name of a private network, a managed service. No name is ever resolved. */

/** The four numbers of an IPv4 host address; undefined for a network (`/24`), a version with other parts, or a name. */
function ipv4(text: string): readonly [number, number, number, number] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part))) return undefined;
  const [a = 256, b = 256, c = 256, d = 256] = parts.map(Number);
  return [a, b, c, d].every((part) => part <= 255) ? [a, b, c, d] : undefined;
}

/** An IPv6 host address with at least two groups; `::` and `::1` included. */
function isIpv6(text: string): boolean {
  if (!/^[0-9a-f:]{2,39}$/i.test(text) || !text.includes(':')) return false;
  const groups = text.split(':');
  const empty = groups.filter((group) => group === '').length;
  if (groups.some((group) => group.length > 4)) return false;
  return text.includes('::') ? empty <= 3 && groups.length <= 9 : groups.length === 8;
}

export type AddressUse = 'peer' | 'everyone' | 'own-machine' | 'platform' | 'documentation' | 'resolver';

/** What an address is good for; only `peer` names one particular machine of a network. Undefined: not an address. */
export function addressUse(text: string): AddressUse | undefined {
  if (isIpv6(text)) return ipv6Use(text.toLowerCase());
  const parts = ipv4(text);
  if (parts === undefined) return undefined;
  const [a, b, c] = parts;
  if (a === 0 || a >= 224) return 'everyone';
  if (a === 127) return 'own-machine';
  if (a === 169 && b === 254) return 'platform';
  if (DOCUMENTATION.has(`${a}.${b}.${c}`)) return 'documentation';
  return RESOLVERS.has(text) ? 'resolver' : 'peer';
}

function ipv6Use(text: string): AddressUse {
  if (text === '::') return 'everyone';
  if (text === '::1') return 'own-machine';
  if (text.startsWith('fe80:') || text.startsWith('fd00:ec2:')) return 'platform';
  if (text.startsWith('2001:db8:')) return 'documentation';
  return text.startsWith('2001:4860:4860:') || text.startsWith('2606:4700:4700:') ? 'resolver' : 'peer';
}

/** RFC 5737. */
const DOCUMENTATION = new Set(['192.0.2', '198.51.100', '203.0.113']);
const RESOLVERS = new Set(['8.8.8.8', '8.8.4.4', '1.1.1.1', '1.0.0.1', '9.9.9.9', '208.67.222.222', '208.67.220.220']);

/** A network that means "from anywhere". */
export function isWholeWorld(cidr: string): boolean {
  return cidr === '0.0.0.0/0' || cidr === '::/0' || cidr === '0.0.0.0' || cidr === '*' || cidr === 'Internet';
}

/** Fully qualified host name: at least two labels, the last one of letters. */
export function isHostName(text: string): boolean {
  const labels = text.split('.');
  if (labels.length < 2 || text.length > 253) return false;
  return (
    labels.every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label)) &&
    /^[a-z]{2,}$/i.test(labels.at(-1) ?? '')
  );
}

/** RFC 2606 and RFC 6761 names that never resolve to anything real. */
export function isDocumentationName(host: string): boolean {
  return /(?:^|\.)(?:example|test|invalid)$|(?:^|\.)example\.(?:com|org|net)$/i.test(host);
}

/** An endpoint that a managed service hands out for one thing, and a name only a private network knows. */
export function isBackingServiceName(host: string): boolean {
  return (
    /\.(?:rds|cache|elb|es|aoss|mq|docdb|neptune|redshift|efs|kafka|memorydb)\.[a-z0-9.-]*amazonaws\.com(?:\.cn)?$/i.test(
      host,
    ) ||
    /\.(?:elb|rds|cache)\.amazonaws\.com$/i.test(host) ||
    /\.(?:database\.windows\.net|redis\.cache\.windows\.net|postgres\.database\.azure\.com|mysql\.database\.azure\.com|servicebus\.windows\.net)$/i.test(
      host,
    ) ||
    isPrivateName(host)
  );
}

function isPrivateName(host: string): boolean {
  return /\.(?:internal|local|lan|corp|intra|intranet|private|localdomain)$/i.test(host);
}
