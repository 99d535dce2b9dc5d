import { cloudIdsIn } from '../../model/cloud-id.ts';
import type { CloudId, Fact, Resource } from '../../model/fact.ts';
import type { ScalarNode, TreeNode } from '../../model/tree.ts';
import { scalarMap } from '../../syntax/scalar-map.ts';
import { factsOfSettings } from '../../syntax/setting-facts.ts';
import type { CfnReading } from './reading.ts';
import { scriptFacts } from './scripts.ts';

/** Images, scripts, firewall openings, secrets, environment of one resource. */
export function detailFacts(resource: Resource, reading: CfnReading): Fact[] {
  return [...factsOfSettings(resource), ...scriptFacts(resource, reading)];
}

/** Ids in tables: a region's image is still an id of one account, but at least in one place. */
export function mappingFacts({ template, tree }: CfnReading): CloudId[] {
  return template.mappings.flatMap(({ name, body }) =>
    [...scalarsIn(body)].flatMap((node) =>
      cloudIdsIn(node.text).map(
        ({ kind, id, start }): CloudId => ({
          fact: 'cloud-id',
          node: `Mappings.${name.value}`,
          span: scalarMap(tree.text, node).span(start, start + id.length),
          kind,
          id,
          setting: `Mappings.${name.value}`,
        }),
      ),
    ),
  );
}

function* scalarsIn(node: TreeNode): Iterable<ScalarNode> {
  if (node.kind === 'scalar') yield node;
  if (node.kind === 'list') for (const item of node.items) yield* scalarsIn(item);
  if (node.kind === 'map') for (const { value } of node.entries) yield* scalarsIn(value);
}
