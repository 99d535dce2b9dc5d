/** The parts of the page, empty, and the bar with tabs, search and zoom. */
import { h } from './dom.ts';
import { sign } from './icons.ts';
import { type Scene, type Tab, tabs } from './model.ts';
import { copyPicture, pictureText } from './pictureOut.ts';
import { t } from './words.ts';

export type Parts = ReturnType<typeof skeleton>;

export function skeleton() {
  const header = h('header', {});
  const tabBar = h('div', { class: 'tabs', role: 'tablist', 'aria-label': t('Views of the plan') });
  const tools = h('div', { class: 'tools' });
  const notices = h('div', { class: 'notices' });
  const canvas = h('div', {
    class: 'lanes',
    id: 'panel-lanes',
    role: 'tabpanel',
    'aria-label': t('Lanes'),
    tabindex: -1,
  });
  const sheet = h('div', {
    class: 'sheet',
    id: 'panel-sheet',
    role: 'tabpanel',
    'aria-label': t('Details'),
    tabindex: 0,
  });
  const main = h('main', {}, h('div', { class: 'toolbar' }, tabBar, tools), notices, canvas, sheet);
  const aside = h('aside', { 'aria-label': t('Step, resource and warnings'), tabindex: 0 });
  const dock = h('footer', { class: 'dock' });
  const refused = h('div', { class: 'refusal', role: 'main' });
  const live = h('p', { class: 'sr', role: 'status', 'aria-live': 'polite' });
  return {
    header,
    tabs: tabBar,
    tools,
    notices,
    canvas,
    sheet,
    aside,
    dock,
    refusal: refused,
    live,
    all: [header, main, aside, dock, refused, live],
  };
}

export function tabButtons({ look, change }: Scene): HTMLElement[] {
  const words: Readonly<Record<Tab, string>> = {
    lanes: t('Lanes'),
    timeline: t('Timeline'),
    table: t('Table'),
    data: t('Messages, caches, schema'),
    rehearse: t('Rehearse a failure'),
  };
  const byKey = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = tabs[(tabs.indexOf(look.tab) + step + tabs.length) % tabs.length] as Tab;
      change({ tab: next });
      document.getElementById(`tab-${next}`)?.focus();
    }
  };
  return tabs.map((tab) =>
    h(
      'button',
      {
        id: `tab-${tab}`,
        role: 'tab',
        'aria-selected': tab === look.tab,
        'aria-controls': tab === 'lanes' ? 'panel-lanes' : 'panel-sheet',
        tabindex: tab === look.tab ? 0 : -1,
        'data-focus': `tab-${tab}`,
        onclick: () => change({ tab }),
        onkeydown: byKey,
      },
      words[tab],
    ),
  );
}

export interface Living {
  /** What is shown when a button is pressed, not when it was drawn. */
  readonly latest: () => Scene | undefined;
  /** Read aloud. */
  readonly say: (words: string) => void;
}

export function tools({ look, change }: Scene, living: Living): HTMLElement[] {
  const input = h('input', {
    type: 'search',
    'data-focus': 'search',
    placeholder: t('Search'),
    'aria-label': t('Search resources'),
    value: look.query,
    oninput: () => change({ query: input.value }),
    onkeydown: (event) => event.key === 'Enter' && toFirstFound(),
  });
  const zoomed = (by: number): void =>
    change({ zoom: Math.max(0.6, Math.min(1.6, Math.round((look.zoom + by) * 10) / 10)) });
  const searchable = look.tab === 'lanes' || look.tab === 'table';
  return [
    ...(searchable ? [input] : []),
    ...(look.tab === 'lanes'
      ? [
          h(
            'button',
            { class: 'quiet zoom', 'data-focus': 'zoom-out', 'aria-label': t('Smaller'), onclick: () => zoomed(-0.1) },
            '−',
          ),
          h(
            'button',
            {
              class: 'quiet zoom value',
              'data-focus': 'zoom-1',
              title: t('Usual size'),
              onclick: () => change({ zoom: 1 }),
            },
            `${Math.round(look.zoom * 100)} %`,
          ),
          h(
            'button',
            { class: 'quiet zoom', 'data-focus': 'zoom-in', 'aria-label': t('Larger'), onclick: () => zoomed(0.1) },
            '+',
          ),
          ...pictureButtons(living),
        ]
      : []),
  ];
}

/** From the search to what it found: a card, or a row. */
function toFirstFound(): void {
  document.querySelector<HTMLElement>('.box:not(.faint):not(.group) .face, .grid tbody tr')?.focus();
}

function pictureButtons({ latest, say }: Living): HTMLElement[] {
  const save = (): void => {
    const scene = latest();
    scene?.send({ type: 'picture', svg: pictureText(scene) });
  };
  const copied = async (): Promise<void> => {
    const scene = latest();
    if (scene !== undefined && (await copyPicture(scene))) {
      say(t('The picture was copied.'));
      copy.classList.add('did');
      setTimeout(() => copy.classList.remove('did'), 1200);
    } else {
      save();
    }
  };
  const button = (key: string, label: string, icon: Node, onclick: () => void): HTMLElement =>
    h('button', { class: 'quiet zoom', 'data-focus': key, 'aria-label': label, title: label, onclick }, icon);
  const copy = button('copy-picture', t('Copy the picture'), sign('picture'), () => void copied());
  return [copy, button('save-picture', t('Save the picture…'), sign('export'), save)];
}
