import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-deploy-by-checkout',
  group: 'immutability',
  title: 'New version is deployed by updating code on the running host',
  why: 'Checking out code on a live host merges build, release and run; there is nothing to roll back to.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-5', 'BG-how', 'BG-bg'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Image builds pass.',
    'Work on the machine that runs the tool (`localhost`) passes.',
    'A checkout into the temporary folder, or into a build folder that is removed later, passes.',
  ],
  looksAt: 'checkout',

  *check(checkout, facts) {
    if (checkout.when !== 'boot' && checkout.when !== 'deploy') return;
    if (facts.inContext(checkout, 'imageBuild', 'localhost') || isTemporary(checkout.destination)) return;
    if (removedLater(checkout.destination, checkout.node)) return;
    const what = checkout.update ? 'updated' : 'checked out';
    yield {
      span: checkout.span,
      message:
        `Code of \`${checkout.repository || 'the repository'}\` is ${what} on the server itself. That merges build, release and run: green would be built again ` +
        'instead of started, and there is nothing to roll back to. Build an artefact or image once and start that.',
    };

    function removedLater(destination: string | undefined, node: string): boolean {
      if (destination === undefined) return false;
      return facts
        .at(node, 'script')
        .some(({ commands }) =>
          commands.some(
            ({ program, words, span }) =>
              program === 'rm' &&
              span.start > checkout.span.start &&
              words.some(({ text }) => text.replace(/\/$/, '') === destination),
          ),
        );
    }
  },
});

function isTemporary(destination: string | undefined): boolean {
  return destination !== undefined && /^(?:\/var)?\/tmp(?:\/|$)/.test(destination);
}
