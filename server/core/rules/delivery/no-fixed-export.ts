import { literalText } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-fixed-export',
  group: 'delivery',
  title: 'Export name is fixed so a second stack cannot exist',
  why: 'Two stacks cannot export one name: green fails at creation.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['cloudformation'],
  principles: ['BG-bg'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A name with the name of the stack or an input in it passes.',
    'A stack that only keeps data passes: it is shared and exists once.',
  ],
  looksAt: 'output',

  *check(output, facts) {
    const name = literalText(output.exported);
    if (output.exported === undefined || name === undefined) return;
    const resources = facts.all('resource');
    if (resources.length > 0 && resources.every(({ lifecycle }) => lifecycle.class === 'persistent')) return;
    yield {
      span: output.exported.span,
      message: `The export \`${name}\` may exist only once in an account and region, so a second copy of this stack cannot be created. Let the name of the stack be part of it.`,
      fixes: [
        {
          title: 'Let the name of the stack be part of it',
          safety: 'confirm',
          intents: [
            {
              kind: 'replaceText',
              at: output.exported.span,
              text: `!Sub '\${AWS::StackName}-${name.replaceAll("'", "''")}'`,
            },
          ],
        },
      ],
    };
  },
});
