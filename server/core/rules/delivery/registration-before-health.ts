import type { Step } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { entryAt, literalText } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'registration-before-health',
  group: 'delivery',
  title: 'Instances join the load balancer before they are proven',
  why: 'Users reach green before it was tested.',
  severity: 'info',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['ansible'],
  principles: ['BG-bg'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A step before it that asks passes, whichever way it asks, and so does a target group that is declared with its check.',
    'Waiting for the load balancer passes.',
    'Taking a server out, and a state that is only known at run time, pass.',
    'Files that are tests or examples pass.',
  ],
  looksAt: 'step',

  *check(step, facts) {
    if (!REGISTERS.test(step.does.value) || step.called || facts.inContext(step, 'test', 'example')) return;
    const state = entryAt(step.settings, 'state')?.value;
    if (state !== undefined && literalText(state) !== 'present') return;
    if (entryAt(step.settings, 'target_status') !== undefined || isProven(step, facts)) return;
    yield {
      span: step.span,
      message:
        'The server gets users before anything asked whether it works. Ask it first (`ansible.builtin.uri` with `retries` and `until`), or wait until the load balancer finds it healthy.',
      ...(step.does.value.endsWith('.elb_target')
        ? {
            fixes: [
              {
                title: 'Wait until the target is healthy',
                safety: 'confirm',
                intents: [
                  { kind: 'insertKey', map: step.settings.span, key: 'target_status', value: 'healthy' },
                  { kind: 'insertKey', map: step.settings.span, key: 'target_status_timeout', value: 300 },
                ],
              },
            ],
          }
        : {}),
    };
  },
});

const REGISTERS = /\.(?:elb_target|elb_instance)$/;
const ASKS = /\.(?:uri|wait_for|wait_for_connection|win_uri|elb_target_info|elb_target_group|elb_application_lb)$/;

/** An earlier step of the same list or play asks it, or declares the check of the load balancer. */
function isProven(step: Step, facts: FactIndex): boolean {
  const play = playOf(step.node);
  if (facts.all('verification').some(({ node }) => play !== '' && playOf(node) === play)) return true;
  return facts
    .all('step')
    .some((one) => ASKS.test(one.does.value) && one.order < step.order && playOf(one.node) === play);
}

function playOf(node: string): string {
  return /^(plays\.[^.]+)\./.exec(node)?.[1] ?? '';
}
