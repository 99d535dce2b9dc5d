import type { Step } from '../../model/fact.ts';
import type { ShellCommand } from '../../model/shell.ts';
import { entryAt, literalText } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'logs-to-stdout',
  group: 'twelve-factor',
  title: 'Logs are files on the machine',
  why: 'Files are lost with the instance and make people log in to read them.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  status: 'preview',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-11'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'The output of a step of the build passes.',
    'A file that a collector of logs reads is info.',
    'Databases pass.',
    'Image builds and tests pass.',
  ],
  looksAt: ['script', 'step'],

  *check(fact, facts): Iterable<RuleFinding> {
    if (fact.fact === 'step') {
      if (!facts.inContext(fact, 'imageBuild', 'test')) yield* prepared(fact);
      return;
    }
    const script = fact;
    if (script.when !== 'boot' || facts.inContext(script, 'imageBuild', 'test')) return;
    const collected = /awslogs|cloudwatch-agent|filebeat|fluent-?(?:d|bit)|promtail|td-agent|rsyslog/i.test(
      script.text,
    );
    for (const command of script.commands) {
      if (!runsOn(command) || DATABASE.test(command.program)) continue;
      const file = command.redirects.find(({ operator, target }) => WRITES.has(operator) && isLog(target.text))?.target;
      if (file === undefined || file.unknown) continue;
      yield {
        span: file.span,
        ...(collected ? { severity: 'info' as const } : {}),
        message: `\`${command.program}\` writes its log to \`${file.text}\`: it is gone with the server, and until then somebody has to log in to read it. Write to the standard output, and let the platform collect it.`,
        fixes: [
          {
            title: 'Write to the standard output',
            safety: 'confirm',
            intents: [{ kind: 'replaceText', at: file.span, text: '/dev/stdout' }],
          },
        ],
      };
    }
  },
});

/** A folder for logs, or their rotation, on a host. */
function* prepared({ does, settings, name }: Step): Iterable<RuleFinding> {
  const entry = entryAt(settings, 'path') ?? entryAt(settings, 'dest');
  const path = literalText(entry?.value);
  if (entry === undefined || path === undefined || KEEPS_DATA.test(`${path} ${name.value}`)) return;
  const folder =
    /\.file$/.test(does.value) &&
    literalText(entryAt(settings, 'state')?.value) === 'directory' &&
    /^\/var\/log\/[^/]+/.test(path);
  const rotation = /\.(?:template|copy)$/.test(does.value) && /^\/etc\/logrotate\.d\/[^/]+$/.test(path);
  if (!folder && !rotation) return;
  yield {
    span: entry.value.span,
    message: `Logs are kept in files of the host (\`${path}\`): they are gone with the server, and until then somebody has to log in to read them. Write to the standard output, and let the platform collect it.`,
  };
}

const KEEPS_DATA =
  /mysql|maria|postgres|mongo|redis|elastic|kafka|rabbit|cassandra|audit|journal|nginx|apache|httpd|haproxy|supervisor|ntp|chrony|lxd|zabbix|rsyslog|cron|ceph/i;
const WRITES = new Set(['>', '>>', '>|', '&>']);
const DATABASE = /^(?:mysqld|mysqld_safe|postgres|redis-server|mongod|memcached|cassandra)$/;

function runsOn({ background, prefixes, depth, program }: ShellCommand): boolean {
  return depth === 0 && program !== '' && (background || prefixes.includes('nohup') || prefixes.includes('setsid'));
}

function isLog(path: string): boolean {
  return path.startsWith('/var/log/') || /\.(?:log|out)$/.test(path);
}
