import type { Span, Written } from '../../../model/span.ts';
import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import { type HclAttribute, type HclBlock, type HclBody, type HclLabel, literalString } from '../../../syntax/hcl.ts';
import type { FileKind } from './kind.ts';

export type DeclarationKind =
  | 'variable'
  | 'local'
  | 'output'
  | 'resource'
  | 'data'
  | 'ephemeral'
  | 'action'
  | 'list'
  | 'module'
  | 'provider'
  | 'check'
  | 'run'
  | 'component'
  | 'stack'
  | 'other';

/** Something a file declares. `address` is how the language refers to it (`var.x`, `aws_lb.main`), unique per kind in a module. */
export interface Declaration {
  readonly kind: DeclarationKind;
  readonly address: string;
  readonly name: Written;
  /** Type of a resource or data source. */
  readonly type?: Written;
  /** The block; for a local the block around its attribute. */
  readonly block: HclBlock;
  readonly attribute?: HclAttribute;
  readonly span: Span;
  readonly header: Span;
}

/** Address by the block, or by the attribute of a local value. */
export type Owners = ReadonlyMap<HclBlock | HclAttribute, string>;

export function ownersOf(declarations: readonly Declaration[]): Owners {
  return new Map(declarations.map(({ attribute, block, address }) => [attribute ?? block, address]));
}

/** Kinds whose blocks carry type and name, with what their addresses begin with. */
const TYPED: Readonly<Record<string, { readonly kind: DeclarationKind; readonly prefix: string }>> = {
  resource: { kind: 'resource', prefix: '' },
  data: { kind: 'data', prefix: 'data.' },
  ephemeral: { kind: 'ephemeral', prefix: 'ephemeral.' },
  action: { kind: 'action', prefix: 'action.' },
  list: { kind: 'list', prefix: 'list.' },
};

const NAMED: Readonly<Record<string, { readonly kind: DeclarationKind; readonly prefix: string }>> = {
  variable: { kind: 'variable', prefix: 'var.' },
  output: { kind: 'output', prefix: 'output.' },
  module: { kind: 'module', prefix: 'module.' },
  check: { kind: 'check', prefix: 'check.' },
  run: { kind: 'run', prefix: 'run.' },
  component: { kind: 'component', prefix: 'component.' },
  stack: { kind: 'stack', prefix: 'stack.' },
};

/** What the top level of a file declares, in the order of the text. Unfinished headers declare nothing. */
export function declarationsOf(body: HclBody, kind: FileKind): Declaration[] {
  if (kind === 'variables' || kind === 'lock') return [];
  return blocksOf(body).flatMap((block) => ofBlock(block));
}

function ofBlock(block: HclBlock): Declaration[] {
  const type = block.type.value;
  if (type === 'locals') return localsOf(block);
  if (type === 'provider') return providerOf(block);
  const typed = Object.hasOwn(TYPED, type) ? TYPED[type] : undefined;
  const named = Object.hasOwn(NAMED, type) ? NAMED[type] : undefined;
  if (typed) return typedOf(block, typed.kind, typed.prefix);
  const nested = type === 'check' ? blocksOf(block.body, 'data').flatMap((data) => typedOf(data, 'data', 'data.')) : [];
  const own = named ? namedOf(block, named.kind, named.prefix) : other(block);
  return [...own, ...nested];
}

function typedOf(block: HclBlock, kind: DeclarationKind, prefix: string): Declaration[] {
  const [type, name] = block.labels;
  if (!type || !name) return [];
  return [
    {
      kind,
      address: `${prefix}${type.value}.${name.value}`,
      name: { value: name.value, span: name.inner },
      type: { value: type.value, span: type.inner },
      block,
      span: block.span,
      header: block.header,
    },
  ];
}

function namedOf(block: HclBlock, kind: DeclarationKind, prefix: string): Declaration[] {
  const [name] = block.labels;
  if (!name) return [];
  const written = { value: name.value, span: name.inner };
  return [{ kind, address: prefix + name.value, name: written, block, span: block.span, header: block.header }];
}

function other(block: HclBlock): Declaration[] {
  const label = block.labels.at(-1);
  const name = label ? { value: label.value, span: label.inner } : block.type;
  const address = [block.type.value, ...block.labels.map(({ value }) => value)].join('.');
  return [{ kind: 'other', address, name, block, span: block.span, header: block.header }];
}

function localsOf(block: HclBlock): Declaration[] {
  return block.body.items.flatMap((item) =>
    item.kind !== 'attribute'
      ? []
      : [
          {
            kind: 'local' as const,
            address: `local.${item.name.value}`,
            name: item.name,
            block,
            attribute: item,
            span: item.span,
            header: item.name.span,
          },
        ],
  );
}

/** `provider.aws`, or `provider.aws.east` with an alias. */
function providerOf(block: HclBlock): Declaration[] {
  const [label] = block.labels;
  if (!label) return [];
  const alias = attributeOf(block.body, 'alias');
  const second = block.labels[1];
  if (second) return stackProviderOf(block, label, second);
  const text = literalString(alias?.value);
  const inner = alias?.value.kind === 'template' ? alias.value.inner : undefined;
  const name = text !== undefined && inner ? { value: text, span: inner } : { value: label.value, span: label.inner };
  return [
    {
      kind: 'provider',
      address: `provider.${label.value}${text === undefined ? '' : `.${text}`}`,
      name,
      type: { value: label.value, span: label.inner },
      block,
      span: block.span,
      header: block.header,
    },
  ];
}

/** In a stack a configuration has its name in the header: `provider "aws" "main"`. */
function stackProviderOf(block: HclBlock, type: HclLabel, name: HclLabel): Declaration[] {
  return [
    {
      kind: 'provider',
      address: `provider.${type.value}.${name.value}`,
      name: { value: name.value, span: name.inner },
      type: { value: type.value, span: type.inner },
      block,
      span: block.span,
      header: block.header,
    },
  ];
}
