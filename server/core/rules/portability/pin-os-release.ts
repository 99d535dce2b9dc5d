import type { Resource } from '../../model/fact.ts';
import { oncePerUnit } from '../../model/fact-index.ts';
import { anyOf } from '../../model/pattern.ts';
import { entryAt, literalText, type MapEntry, type MapValue, valueAt } from '../../model/value.ts';
import { defineRule } from '../define.ts';

const SLUGS = /^(?:digitalocean_droplet|linode_instance|hcloud_server)$/;

export default defineRule({
  id: 'pin-os-release',
  group: 'portability',
  title: 'Operating system release left open',
  why: 'any, or a bare distribution name where releases can be named, lets the provider choose what is built.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'terraform'],
  principles: ['12F-2', 'BG-how'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Once per file: one finding, and its fix changes every entry.',
    'Servers of which the Macfile says `deployment: testing` are info.',
    'Files that are tests or examples pass.',
    'A release that is named, or that an input gives, passes.',
  ],
  looksAt: 'resource',
  types: anyOf(SLUGS, 'mac instance create'),

  *check(resource, facts) {
    const judged = judgedIn(facts);
    if (judged[0] !== resource || facts.inContext(resource, 'test', 'example')) return;
    const open = [...new Map(judged.flatMap(openIn).map((entry) => [entry.span.start, entry])).values()];
    const [first] = open;
    if (first === undefined) return;
    const words = open.map(({ value }) => literalText(value));
    const others = open.length === 1 ? '' : ` ${open.length} entries of this file say so.`;
    yield {
      span: first.value.span,
      ...(judged.every(isForTesting) ? { severity: 'info' as const } : {}),
      message: `\`${words[0]}\` leaves the release of the operating system to the provider: a copy that is built next year starts from another system. Name it.${others}`,
      ...(words.every((word) => word === 'any')
        ? {
            fixes: [
              {
                title: 'Ask for Ubuntu',
                safety: 'confirm' as const,
                intents: open.map(({ value }) => ({
                  kind: 'setScalar' as const,
                  at: value.span,
                  text: 'ubuntu',
                })),
              },
            ],
          }
        : {}),
    };
  },
});

/** The first of them speaks for the whole file. */
const judgedIn = oncePerUnit((facts) =>
  facts.all('resource').filter((each) => each.file === undefined && each.readOnly !== true && openIn(each).length > 0),
);

const BARE = /^(?:linode\/)?(?:ubuntu|debian|centos|fedora|rockylinux|rocky|almalinux|alma|opensuse)$/;

function openIn({ type, settings }: Resource): MapEntry[] {
  if (type.value === 'mac instance create')
    return releasesOf(settings).filter(({ value }) => literalText(value) === 'any');
  const image = SLUGS.test(type.value) ? entryAt(settings, 'image') : undefined;
  return image !== undefined && BARE.test(literalText(image.value) ?? '') ? [image] : [];
}

/** Of the entry itself, and of its roles where older Macfiles say it. */
function releasesOf(settings: MapValue): MapEntry[] {
  const roles = entryAt(settings, 'roles')?.value;
  const creates = roles?.kind === 'map' ? roles.entries.map(({ value }) => valueAt(value, 'instance create')) : [];
  const written = [settings, ...creates].flatMap((value) => entryAt(value, 'release') ?? []);
  // What another file says lies at the place that takes it from there, key and value alike.
  return written.filter(({ key, value }) => key.span.start !== value.span.start);
}

function isForTesting({ settings }: Resource): boolean {
  const roles = entryAt(settings, 'roles')?.value;
  const creates = roles?.kind === 'map' ? roles.entries.map(({ value }) => valueAt(value, 'instance create')) : [];
  return [settings, ...creates].some((value) => literalText(valueAt(value, 'deployment')) === 'testing');
}
