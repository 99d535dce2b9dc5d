import type { Resource } from '../../model/fact.ts';
import { keepsUserData } from '../../model/kept-data.ts';
import { isCompute } from '../../model/machine.ts';
import type { Span } from '../../model/span.ts';
import { literalText, type MapValue, valueAt } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'split-state-from-stateless',
  group: 'state',
  title: 'Persistent data and replaceable servers share one deployable unit',
  why: 'If both are in one stack, a green copy duplicates the database and deleting blue deletes data.',
  severity: 'warning',
  confidence: 'high',
  status: 'preview',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-imm', 'BG-define', '12F-6'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Only a unit that holds both: data alone, or servers alone, pass.',
    'Data that lives in a module or nested stack of its own passes.',
    'Files that are examples or tests pass.',
    'Queues alone do not count.',
    'Once per file.',
    'Logs, artefacts and the like, by name, do not count.',
  ],
  looksAt: 'unit',

  *check(unit, facts) {
    if (facts.inContext(unit, 'example', 'test', 'module')) return;
    const own = facts.all('resource').filter(({ readOnly, path }) => readOnly !== true && path === undefined);
    const data = own.filter(
      ({ type, name, lifecycle, conditional }) =>
        conditional !== true && keepsUserData(type.value, name.value, lifecycle),
    );
    const servers = own.filter((one) => one.lifecycle.class === 'stateless' && isCompute(one));
    yield* plays(own);
    const [first] = data;
    if (first === undefined || servers[0] === undefined) return;
    yield {
      span: first.header,
      node: first.node,
      message:
        `${count(data.length, 'thing that keeps data', 'things that keep data')} (${names(data)}) and ${count(servers.length, 'replaceable server or service', 'replaceable servers or services')} (${names(servers)}) ` +
        'are one deployable unit. A green copy would get an empty database of its own, and destroying blue deletes data. Move what keeps data to a file of its own and hand its address in.',
      related: servers.slice(0, 3).map((server) => ({
        message: `\`${server.name.value}\` is replaced at every deployment`,
        span: server.header,
      })),
    };
  },
});

/** Plays of one file that set up hosts for data and hosts of the application, told by their roles. */
function* plays(own: readonly Resource[]): Iterable<RuleFinding> {
  const roles = own
    .filter(({ type }) => type.value === 'host group')
    .flatMap(({ node, settings }) => rolesOf(settings, node));
  const data = roles.find(({ name }) => DATA_ROLE.test(name));
  const application = roles.find(({ name }) => APPLICATION_ROLE.test(name));
  if (data === undefined || application === undefined || data.node === application.node) return;
  yield {
    span: data.span,
    node: data.node,
    message: `Role \`${data.name}\` keeps data and role \`${application.name}\` does not, and one playbook sets up both: rebuilding the application touches the data. Give the data a playbook of its own.`,
    related: [{ message: `\`${application.name}\` is replaced at every deployment`, span: application.span }],
  };
}

interface Role {
  readonly name: string;
  readonly span: Span;
  readonly node: string;
}

function rolesOf(settings: MapValue, node: string): readonly Role[] {
  const list = valueAt(settings, 'roles');
  return (list?.kind === 'list' ? list.items : []).flatMap((item): Role[] => {
    const value = item.kind === 'map' ? (valueAt(item, 'role') ?? valueAt(item, 'name')) : item;
    const text = literalText(value);
    return value === undefined || text === undefined ? [] : [{ name: text, span: value.span, node }];
  });
}

const DATA_ROLE =
  /(?<![a-z])(?<!(?:php|python|client|exporter)[-_])(?:mysql|mariadb|postgres(?:ql)?|mongo(?:db)?|redis|cassandra|couchdb|influxdb|elasticsearch|database|db)(?:-?server)?$/i;
const APPLICATION_ROLE =
  /(?:^|[^a-z])(?:web|webserver|app|application|api|frontend|backend|nginx|apache|tomcat|php|wordpress|django|rails|node|nodejs|drupal|gunicorn)(?:-?server)?$/i;

function names(resources: readonly Resource[]): string {
  const shown = resources.slice(0, 2).map(({ name }) => `\`${name.value}\``);
  return shown.join(', ') + (resources.length > 2 ? ', …' : '');
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
