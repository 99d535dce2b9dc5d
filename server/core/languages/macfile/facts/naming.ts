import type { PhysicalName } from '../../../model/fact.ts';
import { entryIn } from '../../../model/table.ts';
import { literalText, type MapEntry, type MapValue, type Value, valueAt } from '../../../model/value.ts';

/** The name a command gives to what it makes. */
export interface NamedBy {
  /** The option, or `arguments` for a plain word. */
  readonly path: string;
  readonly value: Value;
  readonly scope: PhysicalName['scope'];
}

/** Names the general rule does not find. */
const OWN: Readonly<Record<string, string>> = {
  'aws s3api create-bucket': '--bucket',
  'aws ec2 create-key-pair': '--key-name',
  'aws rds create-db-instance-read-replica': '--db-instance-identifier',
  'aws rds restore-db-instance-from-db-snapshot': '--db-instance-identifier',
  'aws rds restore-db-instance-to-point-in-time': '--target-db-instance-identifier',
  'aws route53 create-hosted-zone': '--name',
  'docker run': '--name',
  'docker service create': '--name',
  'azure vm create': '--vm-name',
};

/** Plain words that name what is made. */
const PLAIN = /^(?:gcloud .* create|docker (?:network|volume) create|azure network vnet create|heroku create)$/;

/** Verbs that make something new; others name what is already there. */
const MAKES = /^aws (\S+) (?:create|put|run|import|copy|request|restore)-(\S+)$/;

export function createdName(type: string, flags: readonly MapEntry[], settings: MapValue): NamedBy | undefined {
  const own = entryIn(OWN, type);
  if (own !== undefined) return found(own, valueAt(settings, own), type);
  if (PLAIN.test(type)) return found('arguments', valueAt(settings, 'arguments', '0'), type);
  if (/^az .* create$/.test(type)) {
    const option = ['--name', '-n'].find((name) => valueAt(settings, name) !== undefined);
    return option === undefined ? undefined : found(option, valueAt(settings, option), type);
  }
  const noun = MAKES.exec(type)?.[2];
  if (noun === undefined) return undefined;
  const option = flags.find(({ key }) => key.value === '--name' || isNameOf(key.value, noun));
  return option && found(option.key.value, option.value, type);
}

/** `--load-balancer-name` of `create-load-balancer`, `--policy-name` of `put-scaling-policy`, `--db-instance-identifier`, `--cache-cluster-id`. */
function isNameOf(option: string, noun: string): boolean {
  const subject = /^--(\S+)-(?:name|identifier|id)$/.exec(option)?.[1];
  return subject !== undefined && (noun === subject || noun.endsWith(`-${subject}`));
}

function found(path: string, value: Value | undefined, type: string): NamedBy | undefined {
  if (value === undefined || literalText(value) === '' || value.kind === 'list') return undefined;
  if (value.kind === 'scalar' && value.value === true) return undefined;
  return { path, value, scope: scopeOfName(type) };
}

function scopeOfName(type: string): PhysicalName['scope'] {
  if (/^aws s3api create-bucket$|^az storage account create$|^heroku create$/.test(type)) return 'global';
  if (/-policy$|-hook$|-rule$|-listener$|-alias$/.test(type)) return 'parent';
  return type.startsWith('aws ') || type.startsWith('az') || type.startsWith('gcloud ') ? 'account-region' : 'unknown';
}
