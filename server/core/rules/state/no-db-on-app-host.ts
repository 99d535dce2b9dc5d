import type { PackageInstall } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-db-on-app-host',
  group: 'state',
  title: 'Database runs on the application server',
  why: 'The server can no longer be thrown away.',
  severity: 'error',
  confidence: 'high',
  profile: 'recommended',
  status: 'preview',
  essential: true,
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-imm', 'BG-define', '12F-4'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'For development and tests it is info.',
    'Clients and libraries (`mysql-client`, `libpq-dev`) are no servers.',
  ],
  looksAt: 'package',

  *check(install, facts) {
    if (!DATABASE.test(install.name.value)) return;
    const machine = machineOf(install, facts);
    const application = facts
      .all('package')
      .find((one) => APPLICATION.test(one.name.value) && machineOf(one, facts) === machine);
    if (application === undefined) return;
    yield {
      span: install.span,
      ...(facts.inContext(install, 'devOverride', 'test') ? { severity: 'info' as const } : {}),
      message: `\`${install.name.value}\` is installed on the machine that also runs \`${application.name.value}\`. Replacing the server at the next deployment throws the data away. Give the data a machine or a service of its own.`,
      related: [{ message: `\`${application.name.value}\` is installed here`, span: application.span }],
    };
  },
});

const DATABASE =
  /^(?:mysql(?:-community)?-server(?:-[\d.]+)?|mariadb-server(?:-[\d.]+)?|postgresql(?:-?[\d.]+)?(?:-server)?|mongodb(?:-org)?(?:-server)?|redis(?:-server)?|elasticsearch|opensearch|rabbitmq-server|cassandra|couchdb)$/;
const APPLICATION =
  /^(?:nginx(?:-full|-extras)?|apache2|httpd|tomcat\d*|gunicorn|uwsgi|php[\d.]*-fpm|php-fpm|nodejs|node|puma|unicorn|passenger|caddy)$/;

function machineOf(install: PackageInstall, facts: FactIndex): string {
  return facts.resourceOf(install.node)?.node ?? install.node;
}
