import { addressUse, isBackingServiceName, isHostName } from '../../model/address.ts';
import { cloudIdsIn } from '../../model/cloud-id.ts';
import type { CloudId, Endpoint, NetworkRule, Script } from '../../model/fact.ts';
import type { ShellCommand, ShellWord } from '../../model/shell.ts';
import { entryIn } from '../../model/table.ts';
import type { Value } from '../../model/value.ts';
import { argumentsOf, partOf } from './words.ts';

/** Opaque ids of one account in the words of a command, with the option they belong to. */
export function cloudIdFacts(script: Script, command: ShellCommand): CloudId[] {
  return command.words.slice(1).flatMap((word, at) => {
    const before = command.words[at]?.text ?? '';
    return cloudIdsIn(word.text).map(({ kind, id, start }): CloudId => {
      const { span } = partOf(word, start, start + id.length);
      const setting = before.startsWith('-') ? { setting: before } : {};
      return { fact: 'cloud-id', node: script.node, span, kind, id, ...setting, ...contextsOf(script) };
    });
  });
}

/** Hosts that a command talks to: in addresses with a scheme, and words that are an address of a machine or of a managed service. */
export function endpointFacts(script: Script, command: ShellCommand): Endpoint[] {
  if (command.program === 'echo' || command.program === 'printf') return [];
  return command.words.slice(1).flatMap((word): Endpoint[] => {
    const host = hostIn(word);
    if (host === undefined) return [];
    return [
      { fact: 'endpoint', node: script.node, span: host.span, host: host.text, where: 'script', ...contextsOf(script) },
    ];
  });
}

function hostIn(word: ShellWord): ShellWord | undefined {
  const url = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/\s]*@)?([A-Za-z0-9.-]+)/.exec(word.text);
  const text =
    url?.[1] ?? (addressUse(word.text) === 'peer' || isBackingServiceName(word.text) ? word.text : undefined);
  if (text === undefined || (addressUse(text) === undefined && !isHostName(text))) return undefined;
  const start = word.text.indexOf(text);
  const part = partOf(word, start, start + text.length);
  return part.unknown || /[{$]/.test(word.text.slice(start + text.length, start + text.length + 1)) ? undefined : part;
}

const AUTHORIZE_VALUED = new Set([
  '--port',
  '--cidr',
  '--protocol',
  '--group-id',
  '--group-name',
  '--ip-permissions',
  '--region',
  '--profile',
  '--output',
  '--query',
  '--source-group',
]);

/** `aws ec2 authorize-security-group-ingress`, `ufw allow`, `iptables -A INPUT`. */
export function networkRuleFacts(script: Script, command: ShellCommand): NetworkRule[] {
  const { program, words } = command;
  if (program === 'aws' && words.some(({ text }) => text === 'authorize-security-group-ingress'))
    return awsRule(script, command);
  if (program === 'ufw') return ufwRule(script, command);
  return program === 'iptables' ? iptablesRule(script, command) : [];
}

function awsRule(script: Script, command: ShellCommand): NetworkRule[] {
  const { options } = argumentsOf(command, AUTHORIZE_VALUED);
  const cidr = options.get('--cidr');
  const port = options.get('--port')?.text ?? (options.get('--protocol')?.text === '-1' ? '-1' : '');
  const range = /^(-?\d+)(?:-(\d+))?$/.exec(port === 'all' ? '-1' : port);
  if (cidr === undefined || range === null) return [];
  const from = Number(range[1]);
  const to = range[2] === undefined ? from : Number(range[2]);
  return [ruleOf(script, command, from, from === -1 ? 65535 : to, wordValue(cidr))];
}

function ufwRule(script: Script, command: ShellCommand): NetworkRule[] {
  const [, verb, what] = command.words;
  if (verb?.text !== 'allow' || what === undefined || command.words.some(({ text }) => text === 'from')) return [];
  const port =
    entryIn(PORTS, what.text.toLowerCase()) ?? Number(/^(\d+)(?:\/tcp)?$/.exec(what.text)?.[1] ?? Number.NaN);
  return Number.isNaN(port)
    ? []
    : [ruleOf(script, command, port, port, { kind: 'scalar', value: '0.0.0.0/0', span: what.span })];
}

const PORTS: Readonly<Record<string, number>> = { ssh: 22, openssh: 22, rdp: 3389 };

function iptablesRule(script: Script, command: ShellCommand): NetworkRule[] {
  const { options } = argumentsOf(
    command,
    new Set(['-A', '-I', '-p', '--dport', '--sport', '-j', '-s', '-m', '-i', '--source', '--jump', '--append']),
  );
  const chain = options.get('-A') ?? options.get('-I');
  const port = options.get('--dport');
  const accepts = (options.get('-j') ?? options.get('--jump'))?.text === 'ACCEPT';
  if (chain?.text !== 'INPUT' || !accepts || options.has('-s') || options.has('--source') || options.has('-i'))
    return [];
  if (port === undefined || !/^\d+$/.test(port.text)) return [];
  return [
    ruleOf(script, command, Number(port.text), Number(port.text), {
      kind: 'scalar',
      value: '0.0.0.0/0',
      span: port.span,
    }),
  ];
}

function ruleOf(script: Script, command: ShellCommand, from: number, to: number, cidr: Value): NetworkRule {
  return {
    fact: 'network-rule',
    node: script.node,
    span: command.span,
    direction: 'in',
    from,
    to,
    cidr,
    ...contextsOf(script),
  };
}

function wordValue(word: ShellWord): Value {
  return word.unknown
    ? { kind: 'unknown', reason: 'shell expansion', span: word.span }
    : { kind: 'scalar', value: word.text, span: word.span };
}

function contextsOf(script: Script): Pick<Script, 'contexts'> {
  return script.contexts === undefined ? {} : { contexts: script.contexts };
}
