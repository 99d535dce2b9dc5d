import type { Resource } from '../model/fact.ts';
import type { LifecycleClass } from '../model/lifecycle.ts';
import { settingOf, settingText, writtenText } from './setting.ts';

/** One container of one host, with the image and the folders it names itself. */
export function isContainer(type: string): boolean {
  return /(docker|podman)_container$/.test(type);
}

/** `postgis` and `16-3.4` of `docker.io/postgis/postgis:16-3.4`. */
export function imageOf(text: string): { readonly name: string; readonly tag: string } {
  const last = text.split('/').at(-1) ?? '';
  const [name = '', tag = ''] = (/^server(:|$)/.test(last) ? text.split('/').slice(-2).join('-') : last).split(':');
  return { name: name.toLowerCase(), tag };
}

/** Servers by the name of their image: what a container of it holds. */
const IMAGES: readonly (readonly [LifecycleClass, RegExp])[] = [
  [
    'persistent',
    /^(mysql|mariadb|percona|postgres|postgresql|postgis|timescaledb|mongo|mongodb|couchdb|couchbase|cassandra|scylla|elasticsearch|opensearch|influxdb|clickhouse-server|neo4j|arangodb|rethinkdb|minio|mssql-server|vault|consul|etcd)$/,
  ],
  ['volatile', /^(rabbitmq|activemq|kafka|cp-kafka|nats|eclipse-mosquitto)$/],
  ['cache', /^(redis|valkey|keydb|memcached|varnish)$/],
];

/** Whether a container of an image of this name is a store. */
export function isStore(name: string): boolean {
  return IMAGES.some(([state, pattern]) => state === 'persistent' && pattern.test(name));
}

export function stateOfImage(
  resource: Resource,
): { readonly state: LifecycleClass; readonly image: string } | undefined {
  const text = isContainer(resource.type.value) ? settingText(resource, 'image') : undefined;
  if (text === undefined) return undefined;
  const state = IMAGES.find(([, pattern]) => pattern.test(imageOf(text).name))?.[0];
  return state && { state, image: text };
}

/** Where servers keep what must last. Other folders are as often configuration that a task writes. */
const KEPT = /^\/(var\/lib|var\/opt|data|db|database|storage|uploads?|media|library|backups?|config)(\/|$)/;

/** The first folder of the host that it keeps data in: `source:/target`, written to. */
export function keptFolder(resource: Resource): string | undefined {
  if (!isContainer(resource.type.value)) return undefined;
  const volumes = settingOf(resource, 'volumes', 'volume');
  const mounts = volumes?.kind === 'list' ? volumes.items.map(writtenText) : [];
  for (const mount of mounts) {
    const [source = '', target = '', mode = ''] = mount.split(/:(?![^{]*\})/);
    if (KEPT.test(target) && !/(^|,)ro(,|$)/.test(mode)) return source;
  }
  return undefined;
}
