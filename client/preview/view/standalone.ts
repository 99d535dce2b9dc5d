/** Entry of the view as a page of its own: the plan stands in the page, and nothing is asked of anybody. */
import './view.css';
import './css/standalone.css';
import { type FromView, readToView } from './messages.ts';
import { View } from './view.ts';
import { setWords } from './words.ts';

const text = document.getElementById('plan')?.textContent ?? '';
const message = readToView(messageOf(text));
if (message?.type === 'plan') {
  setWords({});
  const view = new View(document.body, { send: act, save: () => undefined, saved: undefined });
  view.receive(message);
}

/** The message that a panel would send; undefined for what is no JSON. */
function messageOf(json: string): unknown {
  try {
    const plan = JSON.parse(json);
    const file = plan?.input?.path ?? '';
    const asked = { uri: '', file, base: 'HEAD', baseDetail: '', git: false, alone: true };
    return { type: 'plan', asked, plan, fixes: [] };
  } catch {
    return undefined;
  }
}

/** Of all that a view can ask for only copying needs nobody else. */
function act(asked: FromView): void {
  if (asked.type === 'copy' && message?.type === 'plan') {
    const command = message.plan.steps.find((it) => it.n === asked.step)?.commands?.[asked.index];
    void navigator.clipboard?.writeText(command ?? '');
  }
}
