import type { Lifecycle, LifecycleClass, LifecycleTraits } from '../model/lifecycle.ts';
import { entryIn } from '../model/table.ts';
import type { DataSource } from './data.ts';

export type LifecycleTable = 'macfile' | 'cloudformation' | 'terraform' | 'ansible' | 'kubernetes';

/** Below this the class is `unknown` whatever the table says. */
const KNOWN_FROM = 0.5;

const UNKNOWN_TYPE: Lifecycle = { class: 'unknown', confidence: 0, reasons: ['NOT_IN_TABLE'] };

/** Providers of DNS name their records alike: `cloudflare_dns_record`, `digitalocean_record`. */
const RECORD = /^[a-z0-9]+_(dns_)?record(_set)?$/;

const UNBUNDLED_RECORD: Lifecycle = {
  class: 'router',
  confidence: 0.6,
  reasons: ['NAME_RECORD'],
  traits: { mechanism: 'record swap; TTL bound', weightable: false },
};

type Row = readonly [LifecycleClass, number, readonly string[], LifecycleTraits?];
type PerType<T> = Readonly<Record<string, T>>;

interface Table {
  readonly rows: readonly Row[];
  readonly types: PerType<PerType<number>>;
  /** `Name,OtherName|prefix_argument`. */
  readonly names: PerType<PerType<string>>;
  readonly twins: PerType<PerType<string>>;
}

/**
 * Lifecycle of a resource type, module or command: `AWS::RDS::DBInstance`, `aws_db_instance`, `amazon.aws.rds_instance`,
 * `Deployment`, `aws rds create-db-instance`. A type the table does not know is `unknown` with confidence 0.
 */
export function classify(table: LifecycleTable, type: string, data: DataSource): Lifecycle {
  const { rows, types } = tableOf(data);
  const row = rows[entryIn(types[table], listedAs(table, type)) ?? -1];
  if (row === undefined) return table === 'terraform' && RECORD.test(type) ? UNBUNDLED_RECORD : UNKNOWN_TYPE;
  const [name, confidence, reasons, traits] = row;
  const known = confidence >= KNOWN_FROM;
  return { class: known ? name : 'unknown', confidence, reasons, ...(traits ? { traits } : {}) };
}

/** `Custom::Anything` is the author's name for a custom resource. */
function listedAs(table: LifecycleTable, type: string): string {
  return table === 'cloudformation' && type.startsWith('Custom::') ? 'AWS::CloudFormation::CustomResource' : type;
}

/** Settings that give a resource a physical name, and those that give it only the beginning of one. */
export function namingOf(
  table: 'cloudformation' | 'terraform',
  type: string,
  data: DataSource,
): { readonly names: readonly string[]; readonly prefixes: readonly string[] } {
  const [names = '', prefixes = ''] = (entryIn(tableOf(data).names[table], type) ?? '').split('|');
  return { names: list(names), prefixes: list(prefixes) };
}

/** The CloudFormation type a Terraform type or a `mac` command stands for; undefined when there is none. */
export function twinOf(table: 'terraform' | 'macfile', type: string, data: DataSource): string | undefined {
  return entryIn(tableOf(data).twins[table], type);
}

function tableOf(data: DataSource): Table {
  return (data.json('bluegreen/lifecycle.json') as Table | undefined) ?? { rows: [], types: {}, names: {}, twins: {} };
}

function list(text: string): readonly string[] {
  return text === '' ? [] : text.split(',');
}
