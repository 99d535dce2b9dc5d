import type { Resource } from '../../model/fact.ts';
import { COMPUTE_TYPES } from '../../model/machine.ts';
import { settingOf } from '../../model/setting.ts';
import type { Span } from '../../model/span.ts';
import { entryAt, literalText, type Value } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-pet-name',
  group: 'snowflake',
  title: 'Resource is named like a pet',
  why: 'Serial or mythological names announce that the thing is kept alive rather than replaced.',
  severity: 'hint',
  confidence: 'low',
  profile: 'strict',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-imm', '12F-1'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'A server that keeps data passes: it is one of its kind.',
    'Names of the option `names` can be added; others pass.',
    'A name that is only known at run time passes.',
    'Tests and examples pass.',
  ],
  options: {
    names: {
      default: [
        'zeus',
        'hera',
        'apollo',
        'athena',
        'hermes',
        'odin',
        'thor',
        'loki',
        'gandalf',
        'frodo',
        'bilbo',
        'aragorn',
        'legolas',
        'gimli',
        'sauron',
        'saruman',
        'yoda',
        'vader',
        'picard',
        'spock',
        'kirk',
        'neo',
        'morpheus',
        'trinity',
        'asterix',
        'obelix',
        'homer',
        'marge',
        'bart',
      ],
      description: 'Names that are given to pets.',
    },
  },
  looksAt: 'resource',
  types: COMPUTE_TYPES,

  *check(server, facts, { names }) {
    if (server.lifecycle.class !== 'stateless' || facts.inContext(server, 'test', 'example')) return;
    const given = nameOf(server);
    if (given === undefined || !isPet(given.text, names)) return;
    const serial = /[-_]?\d{1,3}$/.exec(given.text)?.[0];
    const end = given.tag && serial !== undefined ? endOf(given.span, given.text) : undefined;
    yield {
      span: given.span,
      message: `\`${given.text}\` is the name of one particular server: a copy of it needs another one, and whoever names it will look after it. Name the role, and let the release tell copies apart.`,
      ...(end === undefined || serial === undefined
        ? {}
        : {
            fixes: [
              {
                title: 'Put the release in the place of the number',
                safety: 'suggestion',
                intents: [{ kind: 'useInput', at: { start: end - serial.length, end }, name: 'RELEASE', before: '-' }],
              },
            ],
          }),
    };
  },
});

interface Given {
  readonly text: string;
  readonly span: Span;
  /** A text that a fix may change; a name that others refer to is left alone. */
  readonly tag: boolean;
}

/** The name tag, else the name by which the file knows it. */
function nameOf(server: Resource): Given | undefined {
  const value = tagOf(server) ?? settingOf(server, 'name');
  const text = literalText(value);
  if (value !== undefined) return text === undefined ? undefined : { text, span: value.span, tag: true };
  const { name, type } = server;
  return type.value.startsWith('aws_') || type.value.startsWith('mac ')
    ? { text: name.value, span: name.span, tag: false }
    : undefined;
}

function tagOf(server: Resource): Value | undefined {
  const tags = settingOf(server, 'tags', 'Tags');
  if (tags?.kind === 'map') return entryAt(tags, 'Name')?.value;
  const tag =
    tags?.kind === 'list' ? tags.items.find((item) => literalText(entryAt(item, 'Key')?.value) === 'Name') : undefined;
  return entryAt(tag, 'Value')?.value;
}

function isPet(text: string, names: readonly string[]): boolean {
  const plain = text.toLowerCase();
  return (
    /^(?:.*[-_])?(?:web|app|db|node|server|srv|prod|vm|host|box)[-_]?\d{1,3}$/.test(plain) || names.includes(plain)
  );
}

/** Where the text ends, inside the quotes when there are any. */
function endOf(span: Span, text: string): number | undefined {
  const extra = span.end - span.start - text.length;
  return extra === 0 ? span.end : extra === 2 ? span.end - 1 : undefined;
}
