import type { Refactoring } from '../../../../model/editor.ts';
import { folderOf, joinPath } from '../../../../model/paths.ts';
import { entryIn } from '../../../../model/table.ts';
import { attributeOf, blocksOf, referencesOf } from '../../../../syntax/hcl/walk.ts';
import { literalString } from '../../../../syntax/hcl.ts';
import type { Surroundings } from '../../../language.ts';
import { newlineOf } from '../../check/edits.ts';
import { type Declared, type Module, moduleAt } from '../../read/module.ts';
import { isLocalSource, isTerraform } from '../../read/reading.ts';
import { snapshotOf } from '../../read/snapshot.ts';
import { targetOf } from '../../read/use.ts';
import { compareVersions, lowest } from '../../schema/version.ts';
import { cutOut } from './cut.ts';
import { sorted } from './into-module.ts';
import { hasServers, keptIn, type Part, partOf, usesIn } from './part.ts';
import { refusal, TITLE } from './refusal.ts';
import { declarations, fileOf, inputs, outputs, requirements } from './text.ts';

/**
 * What a root module keeps moves, with what it needs, to a root module of its own below it, with a state of its own: `removed` blocks that
 * destroy nothing here, `import` blocks there. What the rest reads of it becomes inputs.
 */
export function intoRoot(module: Module, around: Surroundings): readonly Refactoring[] {
  const kept = keptIn(module, around.data);
  if (kept.length === 0 || !hasServers(module, around.data) || isCalled(module, around)) return [];
  const part = partOf(module, kept, around.data);
  const made = typeof part === 'string' ? part : (whyNot(module, part, around) ?? split(module, part));
  return [
    typeof made === 'string'
      ? refusal(
          WHERE,
          made,
          kept.map(({ address }) => address),
        )
      : made,
  ];
}

const WHERE = 'into a root module of their own';

function isCalled({ folder }: Module, { project }: Surroundings): boolean {
  return snapshotOf(project)
    .paths('terraform')
    .some((path) => {
      const reading = project.reading(path);
      if (!isTerraform(reading)) return false;
      return reading.declarations.some(({ kind, block }) => {
        const source = kind === 'module' ? literalString(attributeOf(block.body, 'source')?.value) : undefined;
        return source !== undefined && isLocalSource(source) && joinPath(folderOf(path), source) === folder;
      });
    });
}

function whyNot(module: Module, part: Part, { project }: Surroundings): string | undefined {
  if (module.broken) return 'a file cannot be read whole';
  if (module.readings.some(({ form }) => form.json)) return 'a file is JSON';
  const least = lowest(module.requiredVersion);
  if (least !== undefined && (compareVersions(least, '1.7') ?? 0) < 0)
    return `required_version allows ${least}, and removed blocks came with 1.7`;
  const word = [...part.reads].find((each) => /^(?:path|terraform|tofu)/.test(each));
  if (word !== undefined) return `what moves reads ${word}, which is another one there`;
  const copies = part.moved.find(
    ({ block }) => attributeOf(block.body, 'count') ?? attributeOf(block.body, 'for_each'),
  );
  if (copies) return `${copies.address} is there several times, and each copy would have to be imported by itself`;
  if (moduleAt(`${module.folder}/state`, project)) return 'there is a folder state already';
  const bound = providersOf(module).find((each) =>
    usesIn(each).some(({ kind }) => !/variable|given|provider|bare/.test(kind)),
  );
  return bound && `the configuration of ${bound.address} is worked out from other things`;
}

function split(module: Module, part: Part): Refactoring | string {
  const stays: Part = { ...part, dropped: part.dropped.filter(({ kind }) => kind !== 'variable') };
  const cut = cutOut(module, stays, ({ address }) => removedBlock(address));
  if (typeof cut === 'string') return cut;
  const edits = new Map(
    [...cut.edits].map(([path, each]) => {
      const newline = newlineOf(module.readings.find(({ source }) => source.path === path)?.source.text ?? '');
      return [path, each.map((edit) => ({ ...edit, text: edit.text.replaceAll('\n', newline) }))];
    }),
  );
  const home =
    module.readings.find(({ declarations: all }) => all.some(({ kind }) => kind === 'variable')) ?? module.readings[0];
  if (!home) return 'no file to write to';
  const newline = newlineOf(home.source.text);
  if (cut.handed.length > 0) {
    const { text, path } = home.source;
    const gap = text.endsWith('\n') ? newline : newline + newline;
    const written = inputs(cut.handed).join('\n\n').replaceAll('\n', newline);
    const at = { start: text.length, end: text.length };
    edits.set(path, [...(edits.get(path) ?? []), { span: at, text: `${gap}${written}${newline}` }]);
  }
  const path = `${module.folder}/state/main.tf`;
  const made = fileOf(path, stateFile(module, part, cut.handed), newline);
  return {
    title: `Split ${TITLE} ${WHERE} (state/), with removed and import blocks`,
    kind: 'refactor.extract',
    nodes: part.moved.map(({ address }) => address),
    edits: [
      ...[...edits].map(([file, each]) => ({ path: file, edits: sorted(each) })),
      { path, edits: [{ span: { start: 0, end: 0 }, text: made }], create: 'new' },
    ],
  };
}

function removedBlock(address: string): string {
  return ['removed {', `  from = ${address}`, '', '  lifecycle {', '    destroy = false', '  }', '}', ''].join('\n');
}

function stateFile(module: Module, part: Part, handed: Parameters<typeof outputs>[0]): readonly string[] {
  const ids = part.moved.map((moved) => ({ moved, id: importId(moved, part) }));
  const asked = ids.flatMap(({ moved, id }) => (id === undefined ? [moved] : []));
  const providers = providersOf(module);
  const known = new Set(part.copied.map(({ address }) => address));
  const more = providers
    .flatMap((each) => usesIn(each))
    .flatMap(({ kind, address }) =>
      kind === 'variable' && !known.has(address) ? (module.declared.get(address) ?? []) : [],
    );
  const whole: Part = {
    ...part,
    copied: [...part.copied, ...new Map(more.map((each) => [each.address, each])).values()],
  };
  return [
    header(module, handed.length > 0),
    requirements(module),
    ...providers.map(({ reading, span }) => reading.source.text.slice(span.start, span.end)),
    ...asked.map(({ address }) =>
      [
        `variable "${idName(address)}" {`,
        `  description = "Id of the deployed ${address}: terraform state show ${address}"`,
        '  type        = string',
        '}',
      ].join('\n'),
    ),
    ...declarations(whole),
    ...ids.map(({ moved, id }) =>
      ['import {', `  to = ${moved.address}`, `  id = ${id ?? `var.${idName(moved.address)}`}`, '}'].join('\n'),
    ),
    ...outputs(handed, true),
  ];
}

function header({ readings }: Module, hands: boolean): string {
  const apart = readings.some(({ hcl }) =>
    blocksOf(hcl.body, 'terraform').some(
      ({ body }) => blocksOf(body, 'backend').length + blocksOf(body, 'cloud').length > 0,
    ),
  );
  return [
    '# What keeps data, with a state of its own. In this order:',
    ...(apart ? ['# - give it a backend of its own: the same place, another key'] : []),
    '# - terraform apply here: it takes over what is deployed; the plan must say 0 to add and 0 to destroy; read every change',
    `# - terraform apply above${hands ? ', with the outputs of this one as its new inputs' : ''}: it forgets them and destroys nothing`,
  ].join('\n');
}

function providersOf({ declared }: Module): readonly Declared[] {
  return [...declared.values()].flatMap((all) => all.filter(({ kind }) => kind === 'provider'));
}

function idName(address: string): string {
  return `${address.replaceAll('.', '_')}_id`;
}

/** The argument whose value is the id that an import takes, from the documentation of the providers. */
const IMPORTED_BY: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: 'name',
  aws_db_instance: 'identifier',
  aws_db_parameter_group: 'name',
  aws_db_subnet_group: 'name',
  aws_docdb_cluster: 'cluster_identifier',
  aws_dynamodb_table: 'name',
  aws_elasticache_replication_group: 'replication_group_id',
  aws_iam_role: 'name',
  aws_neptune_cluster: 'cluster_identifier',
  aws_rds_cluster: 'cluster_identifier',
  aws_rds_cluster_instance: 'identifier',
  aws_rds_cluster_parameter_group: 'name',
  aws_redshift_cluster: 'cluster_identifier',
  aws_s3_bucket: 'bucket',
  aws_s3_bucket_lifecycle_configuration: 'bucket',
  aws_s3_bucket_policy: 'bucket',
  aws_s3_bucket_public_access_block: 'bucket',
  aws_s3_bucket_server_side_encryption_configuration: 'bucket',
  aws_s3_bucket_versioning: 'bucket',
  google_storage_bucket: 'name',
};

/** Written so that a plan can work it out; undefined where somebody has to look it up. */
function importId({ type, block, reading }: Declared, part: Part): string | undefined {
  const argument = entryIn(IMPORTED_BY, type?.value ?? '');
  const value = argument === undefined ? undefined : attributeOf(block.body, argument)?.value;
  if (!value) return undefined;
  const needs = referencesOf(value).map((reference) => targetOf(reference));
  const only = value.kind === 'reference' ? part.moved.find(({ address }) => address === needs[0]?.address) : undefined;
  if (only) return importId(only, part);
  if (needs.some((target) => target?.kind !== 'variable' && target?.kind !== 'local')) return undefined;
  return reading.source.text.slice(value.span.start, value.span.end);
}
