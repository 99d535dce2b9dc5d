import type { Resource } from '../model/fact.ts';
import type { Lifecycle, LifecycleClass } from '../model/lifecycle.ts';
import { literalText, type Value } from '../model/value.ts';
import { keptFolder, stateOfImage } from './container.ts';
import type { Overrides } from './input.ts';
import { because, notesOf } from './notes.ts';
import { metadataOverride } from './override.ts';
import { named, type Phrase, say } from './phrase.ts';
import { settingOf, settingText } from './setting.ts';
import { factsOf } from './source.ts';
import { closedBecause } from './stacks.ts';
import { type IndexedUnit, isUnder } from './unit.ts';

/** Below this nothing is duplicated or retired without a person's word. */
const KNOWN_FROM = 0.5;
/** A class that only properties or names suggest is shown as "probably". */
const PROBABLY = 0.6;

/** A class before its reasons have a language. */
export type Refined = Omit<Lifecycle, 'reasons'> & { readonly reasons: readonly Phrase[] };

/** Class of a resource: the table's, refined by its properties and its use, and above all by a person's override. */
export function refine(id: string, resource: Resource, unit: IndexedUnit, overrides: Overrides = {}): Refined {
  const override = Object.hasOwn(overrides, id) ? overrides[id] : undefined;
  const { lifecycle } = resource;
  if (override) {
    const reason = override.reason ? because('OVERRIDE', named(override.reason)) : named('OVERRIDE');
    return { ...lifecycle, class: override.class, confidence: 1, reasons: [reason], userOverride: true };
  }
  const said = metadataOverride(resource);
  if (said)
    return {
      ...lifecycle,
      class: said,
      confidence: 1,
      reasons: [because('OVERRIDE', say('metadata'))],
      userOverride: true,
    };
  if (lifecycle.userOverride) return { ...asTold(lifecycle), confidence: 1 };
  if (lifecycle.confidence < KNOWN_FROM) return { ...asTold(lifecycle), class: 'unknown' };
  const other = lifecycle.class === 'stateless' ? byProperties(id, resource, unit) : undefined;
  return other ?? noted(id, resource, unit);
}

/** Reasons of the table are ids; why nobody can look into something is a sentence. */
function reasonTold(reason: string): Phrase {
  const closed = closedBecause(reason);
  return closed ? because('PROPERTY', closed) : named(reason);
}

function asTold(lifecycle: Lifecycle): Refined {
  return { ...lifecycle, reasons: lifecycle.reasons.map(reasonTold) };
}

function byProperties(id: string, resource: Resource, unit: IndexedUnit): Refined | undefined {
  const disk = dataDisk(resource);
  if (disk) return probably(resource, 'persistent', because('PROPERTY', disk));
  if (settingOf(resource, 'volumeclaimtemplates', 'volumeclaimtemplate')) {
    return probably(resource, 'persistent', because('PROPERTY', say('a parallel copy would get empty volumes')));
  }
  const server = stateOfImage(resource);
  if (server) return probably(resource, server.state, because('PROPERTY', say('it runs {0}', server.image)));
  const keeps = resource.type.value === 'host group' ? keptOn(id, unit) : undefined;
  if (keeps) return probably(resource, 'persistent', because('PROPERTY', say('its machines keep data: {0}', keeps)));
  const folder = hostFolder(resource) ?? keptFolder(resource);
  if (folder)
    return probably(resource, 'persistent', because('PROPERTY', say('it keeps files in {0} of its host', folder)));
  return resource.type.value === 'mac instance create' ? byWorkload(id, resource, unit) : undefined;
}

const HOSTED = /task_?definition|deployment|replica_?set|replication_controller|pod(_v1)?$|docker_container$/i;
/** What agents and sidecars look at, and what nobody misses. */
const LOOKED_AT = /^\/(proc|sys|dev|etc|run|tmp|var\/(run|log|lib\/(docker|kubelet|containerd)))(\/|$)|\.sock$/;

/** A daemon set is left out: it is there to look at its host. */
function hostFolder(resource: Resource): string | undefined {
  if (!HOSTED.test(resource.type.value)) return undefined;
  const written = settingOf(resource, 'sourcepath', 'hostpath');
  const at = written?.kind === 'list' ? written.items[0] : written;
  const path = literalText(at?.kind === 'map' ? at.entries.find(({ key }) => key.value === 'path')?.value : at);
  return path?.startsWith('/') && !LOOKED_AT.test(path) ? path : undefined;
}

/** Modules that talk to a database of the machine they run on, unless they are told of another. */
const OF_DATABASE =
  /(^|\.)(mysql|mariadb|postgresql|mongodb)_(db|database|user|replicaset|replication|schema|tablespace)$/;

/** What the tasks of a play keep on its machines: a server they install, a database they fill, a container of one. */
function keptOn(id: string, { unit }: IndexedUnit): string | undefined {
  const server = factsOf(unit, 'package').find(({ node, name }) => isUnder(node, id) && STORE_SERVERS.test(name.value));
  if (server) return server.name.value;
  const task = factsOf(unit, 'resource').find(({ node, type, settings, ...more }) => {
    if (node === id || !isUnder(node, id)) return false;
    const resource = { node, type, settings, ...more };
    if (stateOfImage(resource)?.state === 'persistent') return true;
    return OF_DATABASE.test(type.value) && !settingOf(resource, 'loginhost', 'delegateto');
  });
  return task?.name.value;
}

const ROOT_DEVICE = /^(\/dev\/(xvda|sda1?|nvme0n1)|root)$/;

function dataDisk(resource: Resource): Phrase | undefined {
  if (!/instance|virtual_?machine/i.test(resource.type.value)) return undefined;
  const devices = settingOf(resource, 'blockdevicemappings', 'ebsblockdevice', 'hd', 'attacheddisk', 'storagedatadisk');
  const named = devices?.kind === 'list' ? devices.items : devices ? [devices] : [];
  const data = named.filter((device) => !ROOT_DEVICE.test(deviceName(device) ?? ''));
  return data.length > 0 ? say('it has a disk of its own for data') : undefined;
}

function deviceName(device: Value): string | undefined {
  if (device.kind !== 'map') return undefined;
  const named = device.entries.find((entry) => /^device_?name$/i.test(entry.key.value));
  return named ? literalText(named.value) : device.entries[0]?.key.value;
}

const WORKLOADS: readonly (readonly [LifecycleClass, RegExp])[] = [
  [
    'persistent',
    /(^|[^a-z])(db|database|mysql|mariadb|postgres(ql)?|mongo(db)?|couchdb|cassandra|elasticsearch|nfs)([^a-z]|$)/i,
  ],
  ['volatile', /(^|[^a-z])(queue|rabbitmq|activemq|kafka|broker|mq)([^a-z]|$)/i],
  ['cache', /(^|[^a-z])(cache|redis|memcached?|varnish)([^a-z]|$)/i],
];

const STORE_SERVERS =
  /^(mysql-server|mariadb-server|postgresql(-\d.*)?|postgresql-server|mongodb(-org|-server)?|couchdb|cassandra|elasticsearch|nfs-kernel-server)/i;

const SERVERS: readonly (readonly [LifecycleClass, RegExp])[] = [
  ['persistent', STORE_SERVERS],
  ['volatile', /^(rabbitmq-server|activemq|kafka)/i],
  ['cache', /^(redis(-server)?|memcached|varnish)$/i],
];

/** A machine is what runs on it: by the name of its role or configuration, or by the server it installs. */
function byWorkload(id: string, resource: Resource, unit: IndexedUnit): Refined | undefined {
  const role = settingText(resource, 'role') ?? '';
  const configuration = settingText(resource, 'configuration') ?? '';
  const nodes = unit.scriptsOf(id).map((script) => script.node);
  const installed = factsOf(unit.unit, 'package').filter((found) => nodes.some((node) => isUnder(found.node, node)));
  for (const [state, pattern] of SERVERS) {
    const server = installed.find((found) => pattern.test(found.name.value));
    if (server) return probably(resource, state, because('PROPERTY', say('it installs {0}', server.name.value)));
  }
  for (const [state, pattern] of WORKLOADS) {
    const name = [role, configuration].find((text) => pattern.test(text));
    if (name !== undefined) return probably(resource, state, because('NAME', named(`"${name}"`)));
  }
  return undefined;
}

function noted(id: string, resource: Resource, unit: IndexedUnit): Refined {
  const lifecycle = asTold(resource.lifecycle);
  const notes = notesOf(id, resource, unit);
  if (notes.length === 0) return lifecycle;
  const confidence = notes.some(({ doubt }) => doubt) ? Math.min(lifecycle.confidence, PROBABLY) : lifecycle.confidence;
  return { ...lifecycle, confidence, reasons: [...lifecycle.reasons, ...notes.map(({ text }) => text)] };
}

function probably(resource: Resource, state: LifecycleClass, reason: Phrase): Refined {
  const { traits, reasons } = resource.lifecycle;
  return {
    class: state,
    confidence: PROBABLY,
    reasons: [...reasons.map(reasonTold), reason],
    ...(traits ? { traits } : {}),
  };
}
