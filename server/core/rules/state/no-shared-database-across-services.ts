import type { ConfigValue } from '../../model/fact.ts';
import { type FactIndex, oncePerUnit } from '../../model/fact-index.ts';
import { knownText, literalText, type Value, valueAt } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-shared-database-across-services',
  group: 'state',
  title: 'Several services write to one database',
  why: 'One SQL server as the API between services forces them all to be released together.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['CAP-barg'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'A web server and a worker of one image are one service.',
    'Read replicas and variables of the option `allow` pass.',
    'An address or an image that is only known at run time passes.',
    'Files that are tests or examples pass.',
  ],
  options: {
    allow: {
      default: [] as readonly string[],
      description: 'Names of variables, or databases by address, that services may share.',
    },
  },
  looksAt: 'config-value',

  check(config, facts, { allow }) {
    if (!isDatabase(config.key.value) || facts.inContext(config, 'test', 'example')) return [];
    return shared(config, facts, allow);
  },
});

function* shared(config: ConfigValue, facts: FactIndex, allow: readonly string[]): Iterable<RuleFinding> {
  const database = databaseOf(config.value);
  const service = serviceOf(config, facts);
  if (database === undefined || service === undefined || allow.includes(config.key.value) || allow.includes(database))
    return;
  const other = usersOf(facts)
    .get(database)
    ?.find(
      (one) =>
        one.config.span.start < config.span.start &&
        one.service.unit !== service.unit &&
        one.service.program !== service.program,
    );
  if (other === undefined) return;
  yield {
    span: config.span,
    message: `\`${service.unit}\` and \`${other.service.unit}\` are different programs on one database: neither can change its schema, or be switched to green, without the other. Give each its own, and let them talk through an interface.`,
    related: [{ message: 'The other one gets it here', span: other.config.span }],
  };
}

/** Where a database is, not who logs in: `DB_HOST`, `DATABASE_URL`, `RDS_FQDN`; replicas are read only. */
function isDatabase(key: string): boolean {
  return (
    /(?:^|[_-])(?:DB|DATABASE|RDS|MYSQL|POSTGRES(?:QL)?|PG|MONGO(?:DB)?|SQL|JDBC)(?:_\w+)?_?(?:HOST(?:NAME)?|URL|URI|ADDRESS|ENDPOINT|FQDN|IP|SERVER|DSN)$|^(?:DATABASE|RDS|DB|PGHOST)$/i.test(
      key,
    ) && !/REPLICA|READ|REPORT|BACKUP|USER|PASS/i.test(key)
  );
}

/** What tells databases apart; undefined where only a run knows it. A parameter may differ from copy to copy, but not inside one. */
function databaseOf(value: Value): string | undefined {
  if (value.kind === 'reference') return `${value.target}.${value.attribute ?? ''}`;
  const text = literalText(value) ?? knownText(value);
  return text === undefined || /^(?:|localhost|127\.0\.0\.1|db|\/.*)$/.test(text) ? undefined : text;
}

interface User {
  readonly config: ConfigValue;
  readonly service: Service;
}

/** The first users of each database, by its address: of one program the first is enough. */
const usersOf = oncePerUnit((facts) => {
  const found = new Map<string, User[]>();
  for (const config of facts.all('config-value')) {
    const database = isDatabase(config.key.value) ? databaseOf(config.value) : undefined;
    const service = database === undefined ? undefined : serviceOf(config, facts);
    if (database === undefined || service === undefined) continue;
    const users = found.get(database) ?? [];
    found.set(database, users);
    if (!users.some((one) => one.service.program === service.program)) users.push({ config, service });
  }
  return found;
});

interface Service {
  readonly unit: string;
  /** Its image or code; a web server and a worker of one program are one service. */
  readonly program: string;
}

function serviceOf({ node }: ConfigValue, facts: FactIndex): Service | undefined {
  const role = /^roles\.([^.]+)\./.exec(node)?.[1];
  if (role !== undefined) return macRole(role, facts);
  const resource = facts.resourceOf(node);
  if (resource === undefined) return undefined;
  const unit = resource.name.value;
  const images = facts.within(resource, 'image').filter(({ unknown }) => unknown !== true);
  const [image] = images;
  if (image !== undefined)
    return {
      unit,
      program: [...new Set(images.map((one) => `${one.registry ?? ''}/${one.repository}`))].sort().join(),
    };
  const code =
    valueAt(resource.settings, 'Properties', 'Code') ??
    valueAt(resource.settings, 'Properties', 'CodeUri') ??
    valueAt(resource.settings, 'filename');
  const key = code && (literalText(code) ?? literalText(valueAt(code, 'S3Key')));
  return key === undefined ? undefined : { unit, program: key };
}

function macRole(role: string, facts: FactIndex): Service | undefined {
  for (const { settings } of facts.all('resource')) {
    const configuration = literalText(valueAt(settings, 'roles', role, 'instance create', 'configuration'));
    if (configuration !== undefined) return { unit: role, program: configuration };
  }
  return undefined;
}
