/** The view as a page of its own: the plan stands in the page, and nothing is asked of anybody. */
import { type FromView, readToView, type ToView } from './messages.ts';
import { View } from './view.ts';

export function openAlone(): void {
  const message = readToView(messageOf(document.getElementById('plan')?.textContent ?? ''));
  if (message?.type === 'plan') {
    document.documentElement.dataset.alone = '';
    const send = (asked: FromView): void => act(asked, message);
    new View(document.body, { send, save: () => undefined, saved: undefined }).receive(message);
  }
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

/** Of all that a view can ask for only copying and saving need nobody else. */
function act(asked: FromView, { plan }: Extract<ToView, { readonly type: 'plan' }>): void {
  if (asked.type === 'copy') {
    const command = plan.steps.find((it) => it.n === asked.step)?.commands?.[asked.index];
    void navigator.clipboard?.writeText(command ?? '');
  } else if (asked.type === 'picture') {
    const link = document.createElement('a');
    link.href = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(asked.svg)}`;
    link.download = 'plan.svg';
    link.click();
  }
}
