/** The lanes at this moment as one picture, to be put where nobody has this view. */
import { iconOf, stateOf, stateText } from './card.ts';
import { changeText, type Font, type Measure, typeLine, wrapped } from './cardText.ts';
import { frameWords } from './dock.ts';
import { svg } from './dom.ts';
import { severityIcon } from './icons.ts';
import { isGate, lineHeight, mostLines, roomIn } from './items.ts';
import { type Box, layoutOf } from './layout.ts';
import { foundIn, momentOf, type Scene, worstOf } from './model.ts';
import { sentenceOf } from './sentence.ts';
import { trafficWires } from './wires.ts';
import { laneWord, t, visible } from './words.ts';

export interface Pen {
  readonly measure: Measure;
  readonly fonts: Readonly<Record<Font, string>>;
  /** A colour of the view's style as `#rrggbb`. */
  readonly colour: (css: string) => string;
}

const lanesWidth = 1080;
const margin = 24;

/** A drawing without anything that it would have to load; its `width` and `height` are pixels. */
export function pictureOf(scene: Scene, pen: Pen): SVGElement {
  const { plan } = scene.shown;
  const layout = layoutOf(plan, {
    width: lanesWidth,
    open: new Set(scene.look.open),
    found: foundIn(scene),
    measure: pen.measure,
  });
  const said = sentenceOf(plan).map((it) => it.textContent);
  const bold = wrapped(`${plan.readiness.score}/100 · ${said.join('')}`, 'name', lanesWidth, pen.measure);
  const lines = [...bold, ...wrapped(`${scene.asked.file} · ${frameWords(scene)}`, 'small', lanesWidth, pen.measure)];
  const top = margin + lines.length * 20 + 34;
  const width = lanesWidth + 2 * margin;
  const height = top + layout.height + margin;
  const head = lines.map((line, at) => {
    const [font, colour] = at < bold.length ? (['name', '--strong'] as const) : (['small', '--dim'] as const);
    return words(line, margin, margin + 14 + at * 20, font, colour, pen);
  });
  const lanes = layout.lanes.map(({ lane, x }) =>
    words(laneWord(lane), margin + x, top - 12, 'name', `--${lane === 'shared' ? 'strong' : `${lane}-text`}`, pen),
  );
  const wires = trafficWires(layout, scene);
  for (const wire of wires) {
    const side = wire.classList.contains('off') ? 'shared' : wire.classList.contains('blue') ? 'blue' : 'green';
    wire.setAttribute('stroke', pen.colour(`var(--${side})`));
    wire.setAttribute('fill', 'none');
    wire.setAttribute('stroke-dasharray', side === 'shared' ? '2 4' : 'none');
    wire.removeAttribute('class');
  }
  const boxes = layout.boxes.map((box) => boxOf(box, scene, pen));
  const drawing = svg('g', { transform: `translate(${margin} ${top})` }, ...wires, ...boxes.flat());
  const ground = svg('rect', { width, height, fill: pen.colour('var(--bg)') });
  const view = { width, height, viewBox: `0 0 ${width} ${height}` };
  return svg('svg', view, ground, ...head, ...lanes, drawing);
}

function words(text: string, x: number, y: number, font: Font, colour: string, pen: Pen, anchor = 'start'): SVGElement {
  const element = svg('text', { x, y, fill: pen.colour(`var(${colour})`), 'text-anchor': anchor });
  // As an attribute: a style would be refused by the content policy.
  const [, weight, size, family] = /^(?:(\d{3}) )?([\d.]+px) (.*)$/.exec(pen.fonts[font]) ?? [];
  element.setAttribute('font-weight', weight ?? '400');
  element.setAttribute('font-size', size ?? '12px');
  element.setAttribute('font-family', family ?? 'sans-serif');
  element.append(visible(text));
  return element;
}

function boxOf(box: Box, scene: Scene, pen: Pen): SVGElement[] {
  const node = scene.shown.nodes.get(box.ids[0] ?? '');
  if (node === undefined) {
    return [];
  }
  const state = stateOf(box, scene.shown.nodes, momentOf(scene));
  const gone = state === 'absent' || state === 'retired';
  const tint = isGate(box) ? 'violet' : box.lane;
  const quiet = box.kind === 'quiet';
  const text = gone || quiet ? '--dim' : '--strong';
  const lane = tint === 'shared' ? '--fg' : `--${tint}-text`;
  const room = roomIn(box.width);
  const left = box.x + 37;
  const marks = box.lane === 'blue' ? undefined : worstOf(box.ids.flatMap((id) => scene.shown.warnings.get(id) ?? []));
  const names = wrapped(box.title, 'name', room - (marks === undefined ? 0 : 20), pen.measure).slice(0, mostLines);
  let y = box.y + (quiet ? 18 : 19);
  const parts = quiet ? [] : frameOf(box, tint, gone, pen);
  parts.push(placed(iconOf(box, scene), box.x + 11, y - 12, 16, gone || quiet ? '--dim' : lane, pen));
  parts.push(...names.map((line, at) => words(line, left, y + at * lineHeight, quiet ? 'small' : 'name', text, pen)));
  if (marks !== undefined) {
    const at = left + pen.measure(names[0] ?? '', 'name') + 6;
    parts.push(placed(severityIcon(marks), at, y - 10, 12, marks === 'medium' ? '--warn' : '--bad', pen));
  }
  y += (names.length - 1) * lineHeight;
  if (quiet) {
    const heading = box.heading ? [words(t('unchanged'), box.x + 11, box.y - 6, 'small', '--dim', pen)] : [];
    return [...parts, ...heading];
  }
  const stateLine = stateText(state, box, scene);
  const type = box.kind === 'group' ? t('{0} resources', box.ids.length) : typeLine(node, () => true);
  const shown = pen.measure(type, 'small') <= room ? type : typeLine(node, () => false);
  parts.push(words(shown, left, y + lineHeight, 'small', '--dim', pen));
  parts.push(
    box.stacked
      ? words(`● ${stateLine}`, left, y + 2 * lineHeight, 'small', gone ? '--dim' : lane, pen)
      : words(`● ${stateLine}`, box.x + box.width - 11, y, 'small', gone ? '--dim' : lane, pen, 'end'),
  );
  y += (box.stacked ? 3 : 2) * lineHeight;
  const change = box.kind === 'card' && box.lane !== 'blue' ? changeText(node) : undefined;
  if (change !== undefined) {
    const line = `${change.path} ${change.values?.join(' → ') ?? ''}${change.more}`;
    const fits = wrapped(line, 'code', room, pen.measure).slice(0, 2);
    parts.push(...fits.map((it, at) => words(it, left, y + at * 15, 'code', '--fg', pen)));
  }
  return isGate(box) ? [...parts, ...shares(box, scene, pen)] : parts;
}

function frameOf({ x, y, width, height }: Box, tint: string, gone: boolean, pen: Pen): SVGElement[] {
  const fill = tint === 'shared' ? 'var(--card)' : `color-mix(in srgb, var(--${tint}) 9%, var(--card))`;
  const edge = pen.colour('color-mix(in srgb, var(--fg) 25%, var(--bg))');
  return [
    svg('rect', {
      x: x + 0.5,
      y: y + 0.5,
      width: width - 1,
      height: height - 1,
      rx: 5,
      fill: gone ? 'none' : pen.colour(fill),
      stroke: edge,
      'stroke-dasharray': gone ? '4 3' : 'none',
    }),
    svg('rect', {
      x,
      y: y + 3,
      width: 3,
      height: height - 6,
      fill: pen.colour(`var(--${tint})`),
      opacity: gone ? 0.4 : 1,
    }),
  ];
}

function shares({ x, y, width, height }: Box, { frame: { blue, green } }: Scene, pen: Pen): SVGElement[] {
  const [left, room, top] = [x + 12, width - 24, y + height - 30];
  return [
    svg('rect', { x: left, y: top, width: (room * blue) / 100, height: 7, fill: pen.colour('var(--blue)') }),
    svg('rect', {
      x: left + room - (room * green) / 100,
      y: top,
      width: (room * green) / 100,
      height: 7,
      fill: pen.colour('var(--green)'),
    }),
    words(t('{0} % blue', blue), left, top + 21, 'small', '--blue-text', pen),
    words(t('{0} % green', green), left + room, top + 21, 'small', '--green-text', pen, 'end'),
  ];
}

/** An icon of the view at a place of its own; `currentColor` is what it is given here. */
function placed(icon: Node, x: number, y: number, size: number, colour: string, pen: Pen): SVGElement {
  const element = icon as SVGElement;
  for (const [name, value] of Object.entries({
    x,
    y,
    width: size,
    height: size,
    color: pen.colour(`var(${colour})`),
  })) {
    element.setAttribute(name, String(value));
  }
  element.removeAttribute('class');
  return element;
}
