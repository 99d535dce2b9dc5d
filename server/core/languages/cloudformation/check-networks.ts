import type { Span } from '../../model/span.ts';
import { entryOf, type TreeNode } from '../../model/tree.ts';
import { type CheckContext, finding } from './context.ts';
import { argumentList, intrinsicOf } from './intrinsic.ts';
import { literalOf } from './plain.ts';
import { resolved, type TemplateResource } from './template.ts';

/**
 * Address blocks of networks and their subnets, as far as they are written out (in place, or in a mapping under fixed keys).
 * Sizes and the rule that no two overlap: "VPC CIDR blocks" and "Subnet CIDR blocks" of the VPC user guide.
 */
export function checkNetworks(context: CheckContext): void {
  const networks = blocksOf(context, 'AWS::EC2::VPC');
  const more = new Set(blocksOf(context, 'AWS::EC2::VPCCidrBlock', true).map(({ vpc }) => vpc));
  const subnets = blocksOf(context, 'AWS::EC2::Subnet');
  for (const block of [...networks, ...subnets]) checkSize(context, block);
  for (const [at, subnet] of subnets.entries()) {
    const network = networks.find(({ of }) => of.name.value === subnet.vpc);
    // A network that gets further blocks holds more than is written at it.
    if (network?.range && subnet.range && !more.has(network.of.name.value) && !within(subnet.range, network.range))
      say(
        context,
        subnet,
        `${subnet.text} lies outside of ${network.text}, the block of ${network.of.name.value}.`,
        network,
      );
    const other = at < MOST_SUBNETS ? subnets.slice(0, at).find((each) => overlap(each, subnet)) : undefined;
    if (other)
      say(
        context,
        subnet,
        `${subnet.text} overlaps ${other.text} of ${other.of.name.value}: the second one cannot be made.`,
        other,
      );
  }
}

/** Resources that a template may have: beyond it nothing is made at all. */
const MOST_SUBNETS = 500;

/** First and last address. */
type Range = readonly [first: number, last: number];

interface Block {
  readonly of: TemplateResource;
  readonly text: string;
  readonly span: Span;
  /** Undefined where the text is no block. */
  readonly range: Range | undefined;
  /** Name of the network it is in. */
  readonly vpc: string | undefined;
}

function blocksOf(context: CheckContext, type: string, computed = false): Block[] {
  const found = context.template.resources.filter((each) => each.type?.value === type && each.loop === undefined);
  return found.flatMap((of) => {
    const properties = resolved(of.properties);
    const node = entryOf(properties, 'CidrBlock')?.value;
    const text = node && constant(context, node);
    const network = entryOf(properties, 'VpcId')?.value;
    const call = network && intrinsicOf(network);
    const vpc = call?.name === 'Ref' && call.args.kind === 'scalar' ? call.args.text : undefined;
    if (node === undefined || text === undefined)
      return computed ? [{ of, text: '', span: of.name.span, range: undefined, vpc }] : [];
    return [{ of, text, span: intrinsicOf(node)?.span ?? node.span, range: rangeOf(text), vpc }];
  });
}

/** A literal, or what a mapping holds under two literal keys. */
function constant({ names }: CheckContext, node: TreeNode): string | undefined {
  const plain = literalOf(node);
  const call = intrinsicOf(node);
  if (plain !== undefined || call?.name !== 'FindInMap') return plain;
  const [mapping, top, second] = argumentList(call).map(literalOf);
  if (mapping === undefined || top === undefined || second === undefined) return undefined;
  const row = resolved(entryOf(resolved(names.mappings.get(mapping)?.body), top)?.value);
  return literalOf(entryOf(row, second)?.value);
}

function rangeOf(text: string): Range | undefined {
  const [, address = '', bits = ''] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(text) ?? [];
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => part > 255) || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  const value = parts.reduce((sum, part) => sum * 256 + part, 0);
  const first = value - (value % size);
  return [first, first + size - 1];
}

function checkSize(context: CheckContext, block: Block): void {
  const { range, text } = block;
  if (range === undefined) {
    say(context, block, `"${text}" is no IPv4 block: one is written 10.0.0.0/16.`);
    return;
  }
  const bits = Number(text.split('/')[1]);
  if (bits < 16 || bits > 28)
    say(context, block, `The block of a network or subnet has /16 to /28, and this has /${bits}.`);
}

function within([first, last]: Range, [low, high]: Range): boolean {
  return low <= first && last <= high;
}

/** Of the same network, and there at the same time for all that is known. */
function overlap(a: Block, b: Block): boolean {
  if (a.range === undefined || b.range === undefined || a.vpc === undefined || a.vpc !== b.vpc) return false;
  if (a.of.condition?.value !== b.of.condition?.value) return false;
  return a.range[0] <= b.range[1] && b.range[0] <= a.range[1];
}

function say(context: CheckContext, { of, span }: Block, message: string, other?: Block): void {
  const related = other && [{ message: other.of.name.value, span: other.of.name.span }];
  const at = { span, node: `Resources.${of.name.value}.Properties.CidrBlock` };
  context.add(finding('network-block', 'warning', message, at, { kind: 'semantic', ...(related && { related }) }));
}
