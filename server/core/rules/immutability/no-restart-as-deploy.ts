import type { Step } from '../../model/fact.ts';
import { type FactIndex, oncePerUnit } from '../../model/fact-index.ts';
import { entryAt, literalText, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-restart-as-deploy',
  group: 'immutability',
  title: 'Service restart outside a handler used as release step',
  why: 'Restarting the live process is an in-place release with downtime; cut traffic to a green copy instead.',
  severity: 'info',
  confidence: 'medium',
  status: 'preview',
  profile: 'recommended',
  languages: ['ansible'],
  principles: ['BG-bg', '12F-9'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'A handler, and a task that asks whether something changed, pass.',
    'Databases, queues and services of the operating system pass.',
    'Image builds, tests and examples pass.',
    'A service whose name is only known at run time passes.',
  ],
  looksAt: 'step',

  check(step, facts) {
    if (!SERVICE.test(step.does.value) || step.called || facts.inContext(step, 'imageBuild', 'test', 'example'))
      return [];
    return restarted(step, facts);
  },
});

function* restarted(step: Step, facts: FactIndex): Iterable<RuleFinding> {
  const state = entryAt(step.settings, 'state')?.value;
  const service = literalText(entryAt(step.settings, 'name')?.value);
  if (state === undefined || service === undefined || !/^(?:restarted|reloaded)$/.test(literalText(state) ?? ''))
    return;
  if (STATEFUL.test(service) || SYSTEM.test(service)) return;
  const conditions = textsOf(entryAt(step.keywords, 'when')?.value);
  if (conditions.some((text) => asks(text) || registered(facts).some((name) => text.includes(name)))) return;
  if (textsOf(entryAt(step.keywords, 'tags')?.value).includes('never')) return;
  yield {
    span: step.span,
    message: `\`${service}\` is restarted in the middle of the play, whether anything changed or not: users feel it, and the old version is gone. Restart from a handler, or start the new version beside the old one and move the traffic.`,
    fixes: [
      {
        title: 'Only see to it that the service runs; restart it from a handler',
        safety: 'suggestion',
        intents: [{ kind: 'setScalar', at: state.span, text: 'started' }],
      },
    ],
  };
}

const SERVICE = /\.(?:service|systemd|systemd_service|sysvinit|supervisorctl|win_service)$/;
/** Draining what keeps data is another matter. */
const STATEFUL =
  /mysql|maria|postgres|pgsql|mongo|redis|memcache|rabbit|kafka|zookeeper|elastic|opensearch|cassandra|etcd|couch|influx|neo4j|solr|galera|ceph|gluster|nfs|minio|vault|consul|ldap|slapd/i;
/** Parts of the machine, not of the application. */
const SYSTEM =
  /^(?:ssh|sshd|network\w*|Network\w*|systemd-.*|dbus.*|docker|containerd|crio|cri-o|podman|kubelet|kube-.*|rsyslog|syslog\w*|cron|crond|ntp|ntpd|chrony|chronyd|firewalld|iptables|nftables|ufw|fail2ban|libvirtd|autofs|rpcbind|keepalived|dnsmasq|named|bind9|resolvconf|unbound|auditd|postfix|snmpd|collectd|telegraf|node_exporter|lxd|lxc.*|multipathd|iscsid?|wpa_supplicant|avahi.*|salt-minion|puppet|NetworkManager.*)(?:\.\w+)?$/;

function textsOf(value: Value | undefined): readonly string[] {
  if (value?.kind === 'list') return value.items.flatMap(textsOf);
  if (value?.kind === 'unknown') return value.written === undefined ? [] : [value.written];
  const text = literalText(value);
  return text === undefined ? [] : [text];
}

/** Names of results. */
const registered = oncePerUnit((facts) =>
  facts.all('step').flatMap((one) => literalText(entryAt(one.keywords, 'register')?.value) ?? []),
);

/** The result of an earlier step decides. */
function asks(text: string): boolean {
  return /\bchanged\b|\bfailed\b|\brc\b|\bstdout\b|restart|reload/i.test(text);
}
