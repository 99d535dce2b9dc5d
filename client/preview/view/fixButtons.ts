/** What makes the plan better in one click, at a warning or a step. */
import { h } from './dom.ts';
import { sign } from './icons.ts';
import type { Scene } from './model.ts';
import { t } from './words.ts';

/** `classify`: the id of a node whose class a person has to say. */
export function fixButtons(
  fixes: readonly { readonly title: string; readonly at: number }[],
  { send }: Pick<Scene, 'send'>,
  classify?: string,
): HTMLElement | undefined {
  const button = (key: string, words: string, onclick: () => void): HTMLElement =>
    h('button', { class: 'link fix', 'data-focus': key, onclick }, sign('fix'), words);
  const buttons = fixes.map(({ title, at }) => button(`fix-${at}`, title, () => send({ type: 'fix', index: at })));
  if (classify !== undefined) {
    buttons.push(button(`say-${classify}`, t('Say how it lives…'), () => send({ type: 'classify', id: classify })));
  }
  return buttons.length === 0 ? undefined : h('p', { class: 'fixes' }, ...buttons);
}
