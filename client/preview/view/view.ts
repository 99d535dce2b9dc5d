/** Puts the parts together: one state, and what has to be drawn again when it changes. */
import { data } from './data.ts';
import { dockIn, frameWords } from './dock.ts';
import { fill, h } from './dom.ts';
import { summary, titleBar } from './header.ts';
import { lanesIn } from './lanes.ts';
import type { Asked, FromView, ToView } from './messages.ts';
import { firstLook, frameAt, type Look, type Scene, type Shown, shownOf, type Tab, tabs } from './model.ts';
import { nodeDetail } from './nodeDetail.ts';
import { banner, refusal } from './notices.ts';
import { rehearsal } from './rehearsal.ts';
import { stepNow, timeline } from './steps.ts';
import { table } from './table.ts';
import { warningList } from './warnings.ts';
import { t } from './words.ts';

export interface Surroundings {
  readonly send: (message: FromView) => void;
  /** Keeps what is to be there again after a reload. */
  readonly save: (state: unknown) => void;
  readonly saved: unknown;
}

export interface View {
  readonly receive: (message: Exclude<ToView, { readonly type: 'start' }>) => void;
}

export function viewIn(root: HTMLElement, around: Surroundings): View {
  const parts = skeleton();
  root.append(...parts.all);
  const lanes = lanesIn(parts.canvas);
  const dock = dockIn(parts.dock);
  let look: Look = { ...firstLook, ...lookFrom(around.saved) };
  let shown: Shown | undefined;
  let asked: Asked | undefined;

  const scene = (): Scene | undefined =>
    shown && asked && { asked, shown, look, frame: frameAt(shown.frames, look), send: around.send, change };

  const change = (next: Partial<Look>): void => {
    const before = look;
    look = { ...look, ...next };
    const now = scene();
    if (now === undefined) {
      return;
    }
    if (before.step !== look.step || before.part !== look.part) {
      parts.live.textContent = frameWords(now);
    }
    const rebuilt = before.zoom !== look.zoom || before.open !== look.open || before.tab !== look.tab;
    draw(now, rebuilt);
    if (next.selected !== undefined && next.selected !== before.selected) {
      showSelected(parts, look);
    }
    save();
  };

  const save = (): void => around.save({ ...look, uri: asked?.uri, base: asked?.base, mode: asked?.mode });

  const draw = (now: Scene, rebuild: boolean): void => {
    fill(parts.header, titleBar({ asked: now.asked, send: now.send, plan: now.shown.plan }), summary(now));
    fill(parts.tabs, ...tabButtons(now));
    fill(parts.tools, ...tools(now));
    drawMain(now, rebuild);
    const node = look.selected === null ? undefined : now.shown.nodes.get(look.selected);
    fill(parts.aside, node && nodeDetail(node, now), stepNow(now), warningList(now));
    dock.draw(now);
  };

  const drawMain = (now: Scene, rebuild: boolean): void => {
    const { tab } = look;
    parts.canvas.hidden = tab !== 'lanes';
    parts.sheet.hidden = tab === 'lanes';
    fill(parts.notices, banner(now));
    if (tab !== 'lanes') {
      fill(parts.sheet, { timeline, table, data, rehearse: rehearsal }[tab](now));
    } else if (rebuild) {
      lanes.build(now);
    } else {
      lanes.paint(now);
    }
  };

  const receive: View['receive'] = (message): void => {
    root.classList.toggle('busy', message.type === 'busy');
    switch (message.type) {
      case 'plan': {
        const again = shown !== undefined;
        asked = message.asked;
        shown = shownOf(message.plan, message.fixes);
        root.dataset.shows = 'plan';
        root.classList.toggle('idle', message.plan.steps.length === 0);
        draw(scene() as Scene, true);
        parts.live.textContent = again ? t('The plan was computed again.') : '';
        save();
        return;
      }
      case 'refused':
        asked = message.asked;
        shown = undefined;
        dock.stop();
        root.dataset.shows = 'refusal';
        fill(parts.header, titleBar({ asked, send: around.send }));
        fill(parts.refusal, refusal(message.sentence, asked));
        save();
        return;
      case 'cursor':
        change({ cursor: message.node });
        return;
      default:
    }
  };

  new ResizeObserver(() => {
    const now = scene();
    if (now !== undefined && look.tab === 'lanes') {
      lanes.build(now);
    }
  }).observe(parts.canvas);
  return { receive };
}

type Parts = ReturnType<typeof skeleton>;

function skeleton() {
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

function tabButtons({ look, change }: Scene): HTMLElement[] {
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

function tools({ look, change }: Scene): HTMLElement[] {
  const input = h('input', {
    type: 'search',
    'data-focus': 'search',
    placeholder: t('Search'),
    'aria-label': t('Search resources'),
    value: look.query,
    oninput: () => change({ query: input.value }),
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
        ]
      : []),
  ];
}

function showSelected(parts: Parts, look: Look): void {
  parts.aside.scrollTop = 0;
  const boxes = [...parts.canvas.querySelectorAll<HTMLElement>('.box.selected')];
  (boxes.at(-1) ?? boxes[0])?.scrollIntoView({ block: 'nearest' });
  if (look.tab === 'table') {
    parts.sheet.querySelector('tr[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }
}

/** The saved look, as far as it still has the shape of one. */
function lookFrom(saved: unknown): Partial<Look> {
  if (typeof saved !== 'object' || saved === null) {
    return {};
  }
  const it = saved as Partial<Look>;
  const kept = {
    tab: tabs.includes(it.tab as Tab) ? it.tab : undefined,
    step: Number.isSafeInteger(it.step) ? it.step : undefined,
    part: Number.isSafeInteger(it.part) ? it.part : undefined,
    selected: typeof it.selected === 'string' ? it.selected : undefined,
    query: typeof it.query === 'string' ? it.query : undefined,
    zoom: typeof it.zoom === 'number' && it.zoom >= 0.6 && it.zoom <= 1.6 ? it.zoom : undefined,
    open: Array.isArray(it.open) ? it.open.filter((key) => typeof key === 'string') : undefined,
  };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
}
