import type { HclBlock } from '../../../syntax/hcl.ts';
import { type Setting, schemaOf } from '../schema/place.ts';
import { BUILT_IN } from '../schema/provider.ts';
import { escaped } from './markdown.ts';

/** Page of the type on the public registry. */
export function documentationLink(
  blocks: readonly HclBlock[],
  attribute: string | undefined,
  setting: Setting,
): string | undefined {
  const [top] = blocks;
  const type = top?.labels[0]?.value;
  if (!top || type === undefined || (top.type.value !== 'resource' && top.type.value !== 'data')) return undefined;
  const { schema } = schemaOf(top, type, setting);
  if (!schema || schema === BUILT_IN) return undefined;
  return `[Documentation of ${escaped(type)}](${documentationAddress(schema.source, schema.version || 'latest', type, top.type.value === 'data', attribute)})`;
}

export function documentationAddress(
  source: string,
  version: string,
  type: string,
  isData: boolean,
  attribute?: string,
): string {
  const page = type.slice(type.indexOf('_') + 1);
  const folder = isData ? 'data-sources' : 'resources';
  return `https://registry.terraform.io/providers/${source}/${version}/docs/${folder}/${page}${attribute === undefined ? '' : `#${attribute}`}`;
}
