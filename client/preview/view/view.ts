/** Puts the parts together: one state, and what has to be drawn again when it changes. */
import { data } from './data.ts';
import { type Dock, dockIn, frameWords } from './dock.ts';
import { fill } from './dom.ts';
import { summary, titleBar } from './header.ts';
import { isCollapsed } from './items.ts';
import { type Lanes, lanesIn } from './lanes.ts';
import type { Asked, FromView, ToView } from './messages.ts';
import {
  firstLook,
  frameAt,
  type Look,
  matches,
  type Scene,
  type Shown,
  severities,
  shownOf,
  sortKeys,
  type Tab,
  tabs,
} from './model.ts';
import { nodeDetail } from './nodeDetail.ts';
import { banner, refusal } from './notices.ts';
import { rehearsal } from './rehearsal.ts';
import { type Living, type Parts, skeleton, tabButtons, tools } from './skeleton.ts';
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

export class View {
  readonly #root: HTMLElement;
  readonly #around: Surroundings;
  readonly #parts: Parts = skeleton();
  readonly #lanes: Lanes;
  readonly #dock: Dock;
  readonly #once = onlyWhenChanged();
  readonly #living: Living = {
    latest: () => this.#scene(),
    say: (words) => {
      this.#parts.live.textContent = words;
    },
  };
  #look: Look;
  #shown: Shown | undefined;
  #asked: Asked | undefined;

  constructor(root: HTMLElement, around: Surroundings) {
    this.#root = root;
    this.#around = around;
    this.#look = { ...firstLook, ...lookFrom(around.saved) };
    root.append(...this.#parts.all);
    this.#lanes = lanesIn(this.#parts.canvas);
    this.#dock = dockIn(this.#parts.dock);
    new ResizeObserver(() => this.#resized()).observe(this.#parts.canvas);
  }

  receive(message: Exclude<ToView, { readonly type: 'start' }>): void {
    this.#root.classList.toggle('busy', message.type === 'busy');
    if (message.type === 'plan') {
      this.#show(message);
    } else if (message.type === 'refused') {
      this.#refuse(message);
    } else if (message.type === 'cursor') {
      this.#change({ cursor: message.node });
    }
  }

  #show({ asked, plan, fixes }: Extract<ToView, { readonly type: 'plan' }>): void {
    const again = this.#shown !== undefined;
    this.#asked = asked;
    this.#shown = shownOf(plan, fixes);
    this.#root.dataset.shows = 'plan';
    this.#root.classList.toggle('idle', plan.steps.length === 0);
    this.#draw(this.#scene() as Scene, true);
    this.#parts.live.textContent = again ? t('The plan was computed again.') : '';
    this.#save();
  }

  #refuse({ asked, sentence }: Extract<ToView, { readonly type: 'refused' }>): void {
    this.#asked = asked;
    this.#shown = undefined;
    this.#dock.stop();
    this.#root.dataset.shows = 'refusal';
    this.#once('header', [sentence, asked], () =>
      fill(this.#parts.header, titleBar({ asked, send: this.#around.send })),
    );
    fill(this.#parts.refusal, refusal(sentence, asked));
    this.#save();
  }

  #scene(): Scene | undefined {
    const [shown, asked, look] = [this.#shown, this.#asked, this.#look];
    const change = (next: Partial<Look>): void => this.#change(next);
    return (
      shown && asked && { asked, shown, look, frame: frameAt(shown.frames, look), send: this.#around.send, change }
    );
  }

  #change(next: Partial<Look>): void {
    const before = this.#look;
    const look = { ...before, ...next };
    this.#look = look;
    const now = this.#scene();
    if (now === undefined) {
      return;
    }
    if (before.step !== look.step || before.part !== look.part) {
      this.#parts.live.textContent = frameWords(now);
    }
    const searched = before.query !== look.query;
    const regrouped = before.open !== look.open || (searched && isCollapsed(now.shown.plan));
    this.#draw(now, before.zoom !== look.zoom || before.tab !== look.tab || regrouped);
    if (searched) {
      this.#living.say(foundWords(now));
      this.#parts.canvas.querySelector('.box:not(.faint)')?.scrollIntoView({ block: 'nearest' });
    }
    if (before.selected !== look.selected) {
      showSelected(this.#parts, look);
    }
    this.#save();
  }

  #save(): void {
    const asked = this.#asked;
    this.#around.save({ ...this.#look, uri: asked?.uri, base: asked?.base, mode: asked?.mode });
  }

  #draw(now: Scene, rebuild: boolean): void {
    const { shown, frame, look } = now;
    const parts = this.#parts;
    this.#once('header', [shown, look.severity], () =>
      fill(parts.header, titleBar({ ...now, plan: shown.plan }), summary(now)),
    );
    this.#once('tabs', [look.tab], () => fill(parts.tabs, ...tabButtons(now)));
    this.#once('tools', [look.tab, look.zoom], () => fill(parts.tools, ...tools(now, this.#living)));
    this.#once('notices', [shown], () => fill(parts.notices, banner(now)));
    this.#drawMain(now, rebuild);
    this.#once('aside', [shown, frame, look.selected, look.severity], () => {
      const node = look.selected === null ? undefined : shown.nodes.get(look.selected);
      fill(parts.aside, node && nodeDetail(node, now), stepNow(now), warningList(now));
    });
    this.#once('dock', [shown, frame], () => this.#dock.draw(now));
  }

  #drawMain(now: Scene, rebuild: boolean): void {
    const { tab } = now.look;
    this.#parts.canvas.hidden = tab !== 'lanes';
    this.#parts.sheet.hidden = tab === 'lanes';
    if (tab !== 'lanes') {
      fill(this.#parts.sheet, { timeline, table, data, rehearse: rehearsal }[tab](now));
    } else if (rebuild) {
      this.#lanes.build(now);
    } else {
      this.#lanes.paint(now);
    }
  }

  #resized(): void {
    const now = this.#scene();
    if (now?.look.tab === 'lanes') {
      this.#lanes.build(now);
    }
  }
}

/** Draws a part again only when something it shows is another: an open list, a text half typed and the focus stay as they are. */
function onlyWhenChanged(): (part: string, shows: readonly unknown[], draw: () => void) => void {
  const last = new Map<string, readonly unknown[]>();
  return (part, shows, draw) => {
    const before = last.get(part);
    if (before?.length !== shows.length || shows.some((it, index) => it !== before[index])) {
      last.set(part, shows);
      draw();
    }
  };
}

function foundWords({ shown: { plan }, look }: Scene): string {
  const found = plan.nodes.filter((it) => matches(it, look.query)).length;
  return t('{0} of {1} resources match', found, plan.nodes.length);
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
    severity: severities.find((one) => one === it.severity),
    sort: sortFrom(it.sort),
    open: Array.isArray(it.open) ? it.open.filter((key) => typeof key === 'string') : undefined,
  };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
}

function sortFrom(saved: unknown): Look['sort'] | undefined {
  const { key, descending } = (saved ?? {}) as Readonly<Record<string, unknown>>;
  const known = sortKeys.find((it) => it === key);
  return known === undefined || typeof descending !== 'boolean' ? undefined : { key: known, descending };
}
