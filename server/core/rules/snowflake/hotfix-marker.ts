import { defineRule } from '../define.ts';

export default defineRule({
  id: 'hotfix-marker',
  group: 'snowflake',
  title: 'Hot-fix or do-not-touch marker',
  why: 'Markers of emergency edits show where the definition has stopped being the truth.',
  severity: 'info',
  confidence: 'medium',
  status: 'preview',
  profile: 'strict',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-how', 'BG-intro'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'A ticket or a link in the same comment silences it.',
    'Words inside other words pass; the option `words` can be added to.',
    'A name that is only known at run time passes.',
  ],
  options: {
    words: {
      default: [
        'hotfix',
        'hot-fix',
        'hot fix',
        'quick fix',
        'quickfix',
        'temp fix',
        'temporary fix',
        'temporary workaround',
        'temporary hack',
        'ugly hack',
        'dirty hack',
        'do not touch',
        'do not recreate',
        "don't touch",
        'legacy box',
      ],
      description:
        'Words that mark an emergency edit or something that must not be touched; whole words, whatever their case.',
    },
  },
  looksAt: ['note', 'step', 'resource'],

  check(fact, _facts, { words }) {
    const text = fact.fact === 'note' ? fact.text : fact.name.value.replaceAll('_', ' ');
    const said = wordIn(text, words);
    if (said === undefined || TICKET.test(text)) return [];
    return [
      {
        span: fact.fact === 'note' ? fact.span : fact.name.span,
        message: `“${said}” marks a place where the definition has stopped being the truth, or where somebody fears to rebuild. Make it right, or say where it is written up (a link or a ticket on the same line silences this).`,
      },
    ];
  },
});

/** `SHOP-123`, `#45`, a link. */
const TICKET = /\b[A-Z][A-Z0-9]+-\d+\b|#\d+\b|https?:\/\//;

function wordIn(text: string, words: readonly string[]): string | undefined {
  const plain = text.toLowerCase();
  return words.find((word) => {
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1))
      if (!/\w/.test(plain[at - 1] ?? ' ') && !/\w/.test(plain[at + word.length] ?? ' ')) return true;
    return false;
  });
}
