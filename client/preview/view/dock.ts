/** Time as a line: done, now, to come; the traffic over it; the border from which there is no way back. */
import type { Plan, PlanStep } from '../../../server/core/model/plan.ts';
import { fill, h, place, svg } from './dom.ts';
import { type Frame, sideOf } from './frames.ts';
import { sign } from './icons.ts';
import type { Scene } from './model.ts';
import { stepWords } from './stepWords.ts';
import { phaseWord, t } from './words.ts';

/** With more steps than this their words are set smaller. */
const mostRoomy = 14;

/** Milliseconds per frame while it plays. */
const beat = 1100;

export interface Dock {
  readonly draw: (scene: Scene) => void;
  readonly stop: () => void;
}

export function dockIn(root: HTMLElement): Dock {
  let timer: ReturnType<typeof setInterval> | undefined;
  let scene: Scene | undefined;
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
    draw(scene);
  };
  const draw = (next: Scene | undefined): void => {
    scene = next;
    if (next !== undefined) {
      fill(
        root,
        controls(next, timer !== undefined, timer === undefined ? play : stop),
        track(next, () => scene),
      );
    }
  };
  const play = (): void => {
    if (scene !== undefined && scene.frame === scene.shown.frames.at(-1)) {
      go(scene, 0);
    }
    timer = setInterval(() => {
      if (scene === undefined || scene.frame === scene.shown.frames.at(-1)) {
        stop();
      } else {
        go(scene, scene.shown.frames.indexOf(scene.frame) + 1);
      }
    }, beat);
    draw(scene);
  };
  return { draw, stop };
}

function controls(scene: Scene, playing: boolean, toggle: () => void): HTMLElement {
  const { plan } = scene.shown;
  const step = plan.steps.find((it) => it.n === scene.frame.step);
  const label = playing ? t('Pause') : t('Play the steps');
  return h(
    'div',
    { class: 'controls' },
    h(
      'button',
      { class: 'play', 'data-focus': 'play', 'aria-label': label, title: label, onclick: toggle },
      sign(playing ? 'pause' : 'play'),
    ),
    h(
      'div',
      { class: 'position' },
      h('b', {}, step === undefined ? t('Today') : t('Step {0} of {1}', step.n, plan.steps.length)),
      h('span', {}, step === undefined ? t('before anything') : stepTitle(step, scene.frame)),
    ),
  );
}

function stepTitle(step: PlanStep, frame: Frame): string {
  return step.phase === 'cut-over' ? t('{0} · {1} % green', phaseWord(step.phase), frame.green) : phaseWord(step.phase);
}

/** What a slider says of itself at this frame. */
export function frameWords({ shown: { plan }, frame }: Pick<Scene, 'shown' | 'frame'>): string {
  const step = plan.steps.find((it) => it.n === frame.step);
  if (step === undefined) {
    return t('Today, before the first step');
  }
  const where = t('Step {0} of {1}, {2}', step.n, plan.steps.length, phaseWord(step.phase));
  const traffic = t('{0} percent of the traffic on green', frame.green);
  const gone = sideOf(plan.pointOfNoReturn, frame) === 'before' ? '' : ` ${t('No way back.')}`;
  return `${where}: ${step.do}. ${traffic}.${gone}`;
}

function track(scene: Scene, latest: () => Scene | undefined): HTMLElement {
  const { frames, plan } = scene.shown;
  const at = frames.indexOf(scene.frame);
  const element = h(
    'div',
    {
      class: plan.steps.length > mostRoomy ? 'track dense' : 'track',
      role: 'slider',
      tabindex: 0,
      'data-focus': 'slider',
      'aria-label': t('Step'),
      'aria-valuemin': 0,
      'aria-valuemax': frames.length - 1,
      'aria-valuenow': at,
      'aria-valuetext': frameWords(scene),
      onkeydown: (event) => byKey(event, scene),
    },
    trafficBand(plan, frames),
    h('div', { class: 'line' }, lineDone(scene)),
    ...[undefined, ...plan.steps].map((step, column) => stop(step, column, scene)),
    ...stepWords(scene),
    border(plan.dataPointOfNoReturn, 'data', t('data stays'), plan),
    border(plan.pointOfNoReturn, 'all', t('no way back'), plan),
    thumb(scene),
  );
  element.addEventListener('pointerdown', (event) => drag(event, element, latest));
  return element;
}

/** Share of the width, 0 to 1, of a frame's middle. Every step has one column; a switch divides its own. */
function middleOf(frame: Frame, frames: readonly Frame[], columns: number): number {
  const parts = frames.filter((it) => it.step === frame.step).length;
  const column = new Set(frames.filter((it) => it.step < frame.step).map((it) => it.step)).size;
  return (column + (frame.part + 0.5) / parts) / columns;
}

function columnsOf(plan: Plan): number {
  return plan.steps.length + 1;
}

function trafficBand(plan: Plan, frames: readonly Frame[]): SVGElement {
  const columns = columnsOf(plan);
  const green: string[] = [];
  for (const frame of frames) {
    const parts = frames.filter((it) => it.step === frame.step).length;
    const width = 1000 / columns / parts;
    const left = middleOf(frame, frames, columns) * 1000 - width / 2;
    green.push(`V${100 - frame.green} H${(left + width).toFixed(2)}`);
  }
  const anyTraffic = frames.some((it) => it.blue + it.green > 0);
  return svg(
    'svg',
    { class: 'traffic', viewBox: '0 0 1000 100', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('rect', { width: 1000, height: 100, class: anyTraffic && frames[0]?.blue === 100 ? 'blue' : 'none' }),
    svg('path', { d: `M0 100 ${green.join(' ')} V100 Z`, class: 'green' }),
  );
}

function stop(step: PlanStep | undefined, column: number, scene: Scene): HTMLElement {
  const { plan } = scene.shown;
  const n = step?.n ?? 0;
  const when = n < scene.frame.step ? 'done' : n === scene.frame.step ? 'now' : 'later';
  const kind =
    step === undefined ? 'today' : !step.reversible ? 'oneway' : step.phase === 'cut-over' ? 'switch' : 'plain';
  const element = h(
    'span',
    {
      class: `stop ${when} ${kind}`,
      'aria-hidden': true,
      title: step === undefined ? t('Today') : `${step.n} · ${step.do}`,
    },
    h('i', {}, step === undefined ? '' : step.n),
  );
  place(element, { left: `${(column / columnsOf(plan)) * 100}%`, width: `${100 / columnsOf(plan)}%` });
  return element;
}

function lineDone(scene: Scene): HTMLElement {
  const done = h('i', {});
  place(done, { width: `${middleOf(scene.frame, scene.shown.frames, columnsOf(scene.shown.plan)) * 100}%` });
  return done;
}

function border(n: number | null | undefined, kind: string, words: string, plan: Plan): HTMLElement | undefined {
  const column = plan.steps.findIndex((it) => it.n === n);
  if (column === -1) {
    return undefined;
  }
  const line = h('span', { class: `border ${kind}`, 'aria-hidden': true }, h('span', {}, words));
  const share = (column + 1) / columnsOf(plan);
  place(line, { left: `${share * 100}%`, width: `${(1 - share) * 100}%` });
  line.classList.toggle('late', share > 0.8);
  return line;
}

function thumb(scene: Scene): HTMLElement {
  const element = h('span', { class: 'thumb', 'aria-hidden': true });
  place(element, { left: `${middleOf(scene.frame, scene.shown.frames, columnsOf(scene.shown.plan)) * 100}%` });
  return element;
}

function byKey(event: KeyboardEvent, scene: Scene): void {
  const { frames } = scene.shown;
  const at = frames.indexOf(scene.frame);
  const nextStep = frames.findIndex((it) => it.step > scene.frame.step);
  const thisStep = frames.findIndex((it) => it.step === scene.frame.step);
  const lastStep = thisStep === at ? frames.findIndex((it) => it.step === (frames[thisStep - 1]?.step ?? 0)) : thisStep;
  const targets: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    PageUp: nextStep === -1 ? frames.length - 1 : nextStep,
    PageDown: lastStep,
    Home: 0,
    End: frames.length - 1,
  };
  const target = targets[event.key];
  if (target !== undefined) {
    event.preventDefault();
    go(scene, target);
  }
}

function go({ shown: { frames }, change }: Scene, index: number): void {
  const frame = frames[Math.max(0, Math.min(frames.length - 1, index))];
  if (frame !== undefined) {
    change({ step: frame.step, part: frame.part });
  }
}

/** The track is drawn anew at every frame, so the listening is done on the window until the pointer is let go. */
function drag(start: PointerEvent, track: HTMLElement, latest: () => Scene | undefined): void {
  const { left, width } = track.getBoundingClientRect();
  const move = (event: PointerEvent): void => {
    const scene = latest();
    if (scene === undefined || width === 0) {
      return;
    }
    const share = (event.clientX - left) / width;
    const { frames, plan } = scene.shown;
    const distances = frames.map((it) => Math.abs(middleOf(it, frames, columnsOf(plan)) - share));
    go(scene, distances.indexOf(Math.min(...distances)));
  };
  const end = (): void => {
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', end);
    window.removeEventListener('pointercancel', end);
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', end);
  window.addEventListener('pointercancel', end);
  move(start);
}
