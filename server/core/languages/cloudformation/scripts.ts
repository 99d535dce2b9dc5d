import type { Download, Fact, PackageInstall, Resource, Script } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { entryOf, keyText, type ScalarNode, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { scalarMap } from '../../syntax/scalar-map.ts';
import { readCommands } from '../../syntax/shell.ts';
import { factsOfScript } from '../../syntax/shell-facts.ts';
import { intrinsicOf } from './intrinsic.ts';
import type { CfnReading } from './reading.ts';
import { resolved, writtenScalar } from './template.ts';

/** What servers of a resource do when they start: user data and the metadata that `cfn-init` carries out. */
export function scriptFacts(resource: Resource, reading: CfnReading): Fact[] {
  const body = resolved(reading.names.resources.get(resource.name.value)?.body);
  const properties = resolved(entryOf(body, 'Properties')?.value);
  const data = resolved(entryOf(properties, 'LaunchTemplateData')?.value);
  const init = resolved(entryOf(resolved(entryOf(body, 'Metadata')?.value), 'AWS::CloudFormation::Init')?.value);
  return [
    ...[properties, data].flatMap((map) => userData(entryOf(map, 'UserData'), resource, reading)),
    ...(init?.kind === 'map' ? init.entries : []).flatMap(({ value }) => initFacts(resolved(value), resource, reading)),
  ];
}

function userData(entry: TreeEntry | undefined, resource: Resource, reading: CfnReading): Fact[] {
  const pieces = entry && piecesOf(entry.value, reading);
  if (
    entry === undefined ||
    pieces === undefined ||
    /^\s*(?:<powershell>|<script>|#cloud-config|MIME-Version)/.test(pieces[0]?.text ?? '')
  )
    return [];
  return factsOf(pieces, entry.span, resource);
}

function factsOf(pieces: readonly Piece[], span: Span, { node }: Resource): Fact[] {
  const text = pieces.map((piece) => piece.text).join('');
  const script: Script = {
    fact: 'script',
    node,
    span,
    when: 'boot',
    where: 'instance',
    text,
    commands: readCommands(text, (start, end) => spanIn(pieces, start, end)),
    stopsOnError: /^\s*set -[a-z]*e|^#!.*\s-[a-z]*e/m.test(text),
  };
  return [script, ...factsOfScript(script)];
}

/** A run of script text from one scalar, or the stand-in of something that only a run can know. */
interface Piece {
  readonly text: string;
  spanOf(this: void, start: number, end: number): Span;
}

const UNKNOWN = '\ue000?\ue001';

/** Base64, Sub and Join are looked through. Undefined where nothing can be told. */
function piecesOf(node: TreeNode, reading: CfnReading, depth = 0): readonly Piece[] | undefined {
  const call = intrinsicOf(node);
  if (depth > 6) return undefined;
  if (call === undefined) return node.kind === 'scalar' ? [pieceOf(node, reading, false)] : undefined;
  const args = resolved(call.args);
  if (args === undefined) return undefined;
  if (call.name === 'Base64')
    return piecesOf(args, reading, depth + 1) ?? (args.kind === 'scalar' ? [pieceOf(args, reading, false)] : undefined);
  if (call.name === 'Sub') {
    const template = args.kind === 'list' ? args.items[0] : args;
    return template?.kind === 'scalar' ? [pieceOf(template, reading, true)] : undefined;
  }
  return call.name === 'Join' ? joined(args, reading, depth) : undefined;
}

function joined(args: TreeNode, reading: CfnReading, depth: number): readonly Piece[] | undefined {
  const [separator, list] = args.kind === 'list' ? args.items : [];
  if (separator?.kind !== 'scalar' || list?.kind !== 'list') return undefined;
  const glue = separator.text;
  return list.items.flatMap((item, at): readonly Piece[] => {
    const own =
      (item.kind === 'scalar' && item.tag === undefined) || ['Sub', 'Join'].includes(intrinsicOf(item)?.name ?? '')
        ? piecesOf(item, reading, depth + 1)
        : undefined;
    const pieces = own ?? [{ text: UNKNOWN, spanOf: () => item.span }];
    return at === 0 || glue === ''
      ? pieces
      : [{ text: glue, spanOf: () => ({ start: item.span.start, end: item.span.start }) }, ...pieces];
  });
}

function pieceOf(node: ScalarNode, reading: CfnReading, sub: boolean): Piece {
  const map = scalarMap(reading.tree.text, node);
  return { text: sub ? masked(node.text) : node.text, spanOf: (start, end) => map.span(start, end) };
}

/** `${Name}` becomes a placeholder of the same length that the shell reader knows; `${!Name}` stays shell. */
function masked(text: string): string {
  return text.replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => `\ue000$${name}\ue001`);
}

function spanIn(pieces: readonly Piece[], start: number, end: number): Span {
  let at = 0;
  let from: number | undefined;
  for (const { text, spanOf } of pieces) {
    const next = at + text.length;
    if (from === undefined && start < next) from = spanOf(start - at, Math.min(end - at, text.length)).start;
    if (end <= next)
      return {
        start: from ?? spanOf(0, 0).start,
        end: Math.max(from ?? 0, spanOf(Math.max(0, start - at), end - at).end),
      };
    at = next;
  }
  const last = pieces.at(-1)?.spanOf(0, pieces.at(-1)?.text.length ?? 0).end ?? 0;
  return { start: from ?? last, end: last };
}

/** One config of `AWS::CloudFormation::Init`: packages, commands, and what is fetched. */
function initFacts(config: TreeNode | undefined, resource: Resource, reading: CfnReading): Fact[] {
  if (config?.kind !== 'map') return [];
  const commands = resolved(entryOf(config, 'commands')?.value);
  const managers = resolved(entryOf(config, 'packages')?.value);
  return [
    ...(managers?.kind === 'map' ? managers.entries.flatMap((entry) => packagesOf(entry, resource)) : []),
    ...(commands?.kind === 'map' ? commands.entries : []).flatMap(({ value }) => {
      const command = entryOf(resolved(value), 'command');
      const pieces = command && piecesOf(command.value, reading);
      return command && pieces ? factsOf(pieces, command.span, resource) : [];
    }),
    ...downloadsOf(config, resource),
  ];
}

/** Archives (`sources`), files with a `source`, and packages that are named by an address: none has a checksum. */
function downloadsOf(config: TreeNode, { node }: Resource): Download[] {
  const entries = (key: string) => {
    const map = resolved(entryOf(config, key)?.value);
    return map?.kind === 'map' ? map.entries : [];
  };
  const packages = entries('packages').flatMap(({ value }) => {
    const map = resolved(value);
    return map?.kind === 'map' ? map.entries.map((entry) => entry.value) : [];
  });
  const files = entries('files').map(({ value }) => entryOf(resolved(value), 'source')?.value);
  return [...entries('sources').map(({ value }) => value), ...files, ...packages].flatMap((value): Download[] => {
    const url = writtenScalar(resolved(value));
    if (url === undefined || !/^[a-z][a-z0-9+]*:\/\//i.test(url.value)) return [];
    return [{ fact: 'download', node, span: url.span, url, verified: false, executed: false, when: 'boot' }];
  });
}

function packagesOf({ key, value }: TreeEntry, { node }: Resource): PackageInstall[] {
  const map = resolved(value);
  if (map?.kind !== 'map' || key.kind !== 'scalar') return [];
  return map.entries.map((entry): PackageInstall => {
    const version = resolved(entry.value);
    const given = version?.kind === 'list' ? version.items[0] : version;
    const text = given?.kind === 'scalar' && given.tag === undefined ? given.text : undefined;
    const known =
      given === undefined || text === ''
        ? ({ kind: 'none' } as const)
        : text === undefined
          ? ({ kind: 'unknown' } as const)
          : ({ kind: 'literal', value: text } as const);
    return {
      fact: 'package',
      node,
      span: entry.key.span,
      manager: key.text,
      name: { value: keyText(entry) ?? '', span: entry.key.span },
      version: known,
      when: 'boot',
    };
  });
}
