import { defineRule } from '../define.ts';

export default defineRule({
  id: 'undocumented-input',
  group: 'portability',
  title: 'Parameter of a copy has no description',
  why: 'Every build should be documented: the inputs of a green copy are its manual.',
  severity: 'hint',
  confidence: 'high',
  profile: 'strict',
  languages: ['cloudformation', 'terraform'],
  principles: ['BG-adv', 'IAC'],
  since: '0.1.0',
  fix: 'safe',
  guards: [
    'An input with a description passes, whatever it says.',
    'Inputs that a language does not declare (`{NAME}` of a Macfile, variables of a play) pass.',
    'Tests and examples pass.',
  ],
  peers: {
    tflint: ['terraform_documented_variables', 'terraform_documented_outputs'],
    'ansible-lint': ['role-argument-spec'],
  },
  looksAt: 'parameter',

  *check(input, facts) {
    if (input.documented !== false || facts.inContext(input, 'test', 'example')) return;
    const { map, name, node } = input;
    const cfn = node.startsWith('Parameters.');
    yield {
      span: input.span,
      message: `Nothing says what \`${name.value}\` is for. The inputs of a copy are its manual: whoever starts green has to know what to give.`,
      ...(map === undefined
        ? {}
        : {
            fixes: [
              {
                title: 'Add a description to fill in',
                safety: 'safe',
                intents: [
                  { kind: 'insertKey', map, key: cfn ? 'Description' : 'description', value: wordsOf(name.value) },
                ],
              },
            ],
          }),
    };
  },
});

/** `DbSubnetGroup` and `db_subnet_group` become "Db subnet group". */
function wordsOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
