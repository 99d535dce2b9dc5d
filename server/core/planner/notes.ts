import type { Resource } from '../model/fact.ts';
import { knownText, type Value } from '../model/value.ts';
import { type Phrase, say } from './phrase.ts';
import { isTrue, settingOf, settingText } from './setting.ts';
import { factsOf } from './source.ts';
import type { IndexedUnit } from './unit.ts';

/** What properties or use say about a resource without another class. `doubt`: it is closer to a store than its type. */
export interface Note {
  readonly text: Phrase;
  readonly doubt?: boolean;
}

/** `PROPERTY: a read replica`; the word before the colon is one of the steps that reasons name. */
export function because(step: 'PROPERTY' | 'USE' | 'NAME' | 'OVERRIDE', text: Phrase): Phrase {
  return { english: '{0}: {1}', parts: [step, text] };
}

type Look = (resource: Resource, id: string, unit: IndexedUnit) => Note | undefined;

export function notesOf(id: string, resource: Resource, unit: IndexedUnit): readonly Note[] {
  const looks = resource.lifecycle.class === 'stateless' ? SERVER : STORE;
  return looks.map((look) => look(resource, id, unit)).filter((note) => note !== undefined);
}

const SERVER: readonly Look[] = [ownAddress, sharedVolume, nothingRuns, warmPool, consumes];
const STORE: readonly Look[] = [readReplica, ordered, website, artefacts, keepsSnapshots, soundsLikeStore];

/** The address moves from blue to green, and until then everybody who knows it knows this one machine. */
function ownAddress(resource: Resource, id: string, unit: IndexedUnit): Note | undefined {
  if (!/instance|virtual_?machine|server$/i.test(resource.type.value)) return undefined;
  const address = usersOf(id, unit).find((type) => /::EIP(Association)?$|_eip(_association)?$|StaticIp$/i.test(type));
  return address === undefined
    ? undefined
    : { text: because('USE', say('it has a public address of its own')), doubt: true };
}

const WORKLOAD =
  /task_?definition|ecs.*service|deployment|daemon_?set|replica_?set|replication_controller|pod|container/i;

/** Green mounts what blue writes to. */
function sharedVolume(resource: Resource): Note | undefined {
  if (!WORKLOAD.test(resource.type.value)) return undefined;
  if (settingOf(resource, 'efsvolumeconfiguration', 'fsxwindowsfileservervolumeconfiguration')) {
    return { text: because('PROPERTY', say('both colours mount the same file system')), doubt: true };
  }
  if (settingOf(resource, 'persistentvolumeclaim')) {
    return { text: because('PROPERTY', say('both colours mount the same claim')), doubt: true };
  }
  return (
    settingOf(resource, 'managedebsvolume') && {
      text: because('PROPERTY', say('each task has a volume that goes with it')),
    }
  );
}

function nothingRuns(resource: Resource): Note | undefined {
  const wanted = resource.instances ?? settingText(resource, 'desiredcount', 'desiredcapacity', 'replicas');
  return String(wanted) === '0' ? { text: because('PROPERTY', say('none of it runs (0 wanted)')) } : undefined;
}

function warmPool(resource: Resource): Note | undefined {
  return (
    settingOf(resource, 'warmpool') && {
      text: because('PROPERTY', say('a warm pool holds more machines than it runs')),
    }
  );
}

const SOURCES = /^(SQS|Kinesis|DynamoDB|MSK|MQ|SelfManagedKafka|DocumentDB)$/;

/** A function of the serverless model names its event sources itself. */
function consumes(resource: Resource): Note | undefined {
  if (resource.type.value !== 'AWS::Serverless::Function') return undefined;
  const events = settingOf(resource, 'events');
  const types = events?.kind === 'map' ? events.entries.map(({ value }) => typeOf(value)) : [];
  const source = types.find((type) => type !== undefined && SOURCES.test(type));
  return source === undefined
    ? undefined
    : { text: because('PROPERTY', say('it consumes {0} as soon as it exists', source)) };
}

function typeOf(event: Value): string | undefined {
  return event.kind === 'map' ? knownText(event.entries.find((entry) => entry.key.value === 'Type')?.value) : undefined;
}

function readReplica(resource: Resource): Note | undefined {
  const source = settingOf(resource, 'sourcedbinstanceidentifier', 'replicatesourcedb', 'replicationsourceidentifier');
  return source && { text: because('PROPERTY', say('a read replica')) };
}

function ordered(resource: Resource): Note | undefined {
  return isTrue(settingText(resource, 'fifoqueue', 'fifotopic'))
    ? { text: because('PROPERTY', say('ordered (FIFO)')) }
    : undefined;
}

function website(resource: Resource, id: string, unit: IndexedUnit): Note | undefined {
  if (settingOf(resource, 'websiteconfiguration', 'website'))
    return { text: because('PROPERTY', say('serves a website')) };
  if (!isBucket(resource)) return undefined;
  const served = usersOf(id, unit).some((type) => /bucket_website_configuration$/.test(type));
  return served ? { text: because('USE', say('serves a website')) } : undefined;
}

const ABOUT_BUCKET = /BucketPolicy$|^aws_s3_bucket_|IAM::|^aws_iam_|^KMS|kms_/;
const BUILDS = /CodePipeline|codepipeline|CodeBuild|codebuild|ApplicationVersion$|application_version$/;

/** Nothing but a pipeline puts something into it: it can be filled again by a build. */
function artefacts(resource: Resource, id: string, unit: IndexedUnit): Note | undefined {
  if (!isBucket(resource)) return undefined;
  const users = usersOf(id, unit).filter((type) => !ABOUT_BUCKET.test(type));
  const built = users.length > 0 && users.every((type) => BUILDS.test(type));
  return built
    ? { text: because('USE', say('only builds fill it; if that is all it holds, an override may say so')) }
    : undefined;
}

function keepsSnapshots(resource: Resource): Note | undefined {
  if (resource.lifecycle.class !== 'cache') return undefined;
  const days = settingText(resource, 'snapshotretentionlimit', 'rdbbackupfrequency') ?? '0';
  const file = isTrue(settingText(resource, 'rdbbackupenabled', 'aofbackupenabled', 'appendonly'));
  return days !== '0' || file
    ? { text: because('PROPERTY', say('it keeps snapshots; if it is more than a cache, an override may say so')) }
    : undefined;
}

const MORE_THAN_CACHE = /(^|[^a-z])(sessions?|logins?|queues?|brokers?|celery|sidekiq|resque|jobs?)([^a-z]|$)/i;

/** Redis holds sessions and queues as well, and its type cannot tell. */
function soundsLikeStore({ lifecycle, name }: Resource): Note | undefined {
  if (lifecycle.class !== 'cache') return undefined;
  const words = name.value.replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  return MORE_THAN_CACHE.test(words)
    ? {
        text: because('NAME', say('"{0}" sounds like more than a cache; if it is, an override may say so', name.value)),
      }
    : undefined;
}

function isBucket({ type }: Resource): boolean {
  return /::Bucket$|^aws_s3_bucket$|^google_storage_bucket$/.test(type.value);
}

/** Types of the resources that refer to this one. */
function usersOf(id: string, { unit, resources }: IndexedUnit): readonly string[] {
  return factsOf(unit, 'dependency')
    .filter(({ to, node }) => to === id && node !== id)
    .flatMap(({ node }) => resources.get(node)?.type.value ?? []);
}
