import { addressUse, isBackingServiceName, isDocumentationName, isHostName } from '../../model/address.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-literal-endpoint',
  group: 'twelve-factor',
  title: 'Backing-service address is a literal',
  why: "Attached resources must be swappable by configuration; a literal endpoint glues green to blue's database.",
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-4', 'BG-bg'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Public services (`api.stripe.com`) and names that are reserved for documentation pass.',
    'Files that are there to hold such values (`*.tfvars`, `group_vars`, parameter files) pass.',
    '`localhost` passes; addresses are judged by no-hardcoded-ip.',
    'The metadata service of the cloud (`metadata.google.internal`) passes: every machine has its own.',
  ],
  options: {
    allowedHosts: {
      default: [] as readonly string[],
      description: 'Host names that may be written in; a name covers its subdomains.',
    },
  },
  looksAt: 'endpoint',

  *check(endpoint, facts, options) {
    const { host, key } = endpoint;
    if (addressUse(host) !== undefined || !isHostName(host) || isDocumentationName(host) || /^metadata\./.test(host))
      return;
    if (options.allowedHosts.some((allowed) => host === allowed || host.endsWith(`.${allowed}`))) return;
    if (facts.inContext(endpoint, 'example', 'test')) return;
    if (!isBackingServiceName(host) && !(key !== undefined && BACKING.test(key))) return;
    const where = key === undefined ? '' : ` in \`${key}\``;
    const taken = facts.at(endpoint.node, 'parameter').some(({ name }) => name.value === key);
    yield {
      span: endpoint.span,
      message:
        `\`${host}\`${where} is the address of one particular service. A parallel copy would use blue's, and nothing can be swapped without an edit. ` +
        'Take it from an input, or refer to the resource that has it.',
      fixes: [
        {
          title: 'Take the address from an input',
          safety: 'confirm',
          intents: [{ kind: 'useInput', at: endpoint.span, name: inputName(key, taken), default: host }],
        },
      ],
    };
  },
});

/** Keys that hold the address of a database, cache, queue or search service. */
const BACKING =
  /(?:^|[^a-z])(?:db|database|rds|mysql|postgres|postgresql|pg|mongo|mongodb|redis|cache|memcached?|amqp|rabbit(?:mq)?|kafka|queue|broker|elastic(?:search)?|opensearch|ldap|smtp)(?:[^a-z].*)?(?:host|fqdn|url|uri|endpoint|server|addr(?:ess)?)$/i;

/** A variable cannot take its value from itself. */
function inputName(key: string | undefined, taken: boolean): string {
  const name = (key ?? '').replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();
  if (!/^[A-Z]/.test(name)) return 'SERVICE_HOST';
  return taken ? `THE_${name}` : name;
}
