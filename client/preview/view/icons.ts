/** One shape per lifecycle class, drawn for 16 pixels; severity has shapes of its own. The word always stands beside it. */
import type { LifecycleClass } from '../../../server/core/model/lifecycle.ts';
import type { PlanSeverity } from '../../../server/core/model/plan.ts';
import { svg } from './dom.ts';

const classes: Readonly<Record<LifecycleClass, string>> = {
  stateless: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01M8 5h3M8 11h3',
  persistent:
    'M3 4c0-1.1 2.2-2 5-2s5 .9 5 2-2.2 2-5 2-5-.9-5-2zM3 4v8c0 1.1 2.2 2 5 2s5-.9 5-2V4M3 8c0 1.1 2.2 2 5 2s5-.9 5-2',
  volatile: 'M1.5 5h3.6v6H1.5zM6.2 5h3.6v6H6.2zM10.9 5h3.6v6h-3.6z',
  cache: 'M9 1.5 3.5 9H7l-.5 5.5L12.5 7H9z',
  router: 'M1.5 8h4.2M5.7 8c3 0 2.6-4 5.8-4h2.3M5.7 8c3 0 2.6 4 5.8 4h2.3M12 2l2 2-2 2M12 10l2 2-2 2',
  config: 'M3 4.5h5M11 4.5h2M3 8h1M7 8h6M3 11.5h6M12 11.5h1M8 3v3M5 6.5v3M10.5 10v3',
  network: 'M6 2h4v3.5H6zM2 10.5h4V14H2zM10 10.5h4V14h-4zM8 5.5V8M4 10.5V8h8v2.5',
  external: 'M9.5 2.5h4v4M13.5 2.5 8 8M11.5 9.5v4h-9v-9h4',
  unknown:
    'M5.8 6c0-1.3 1-2.2 2.2-2.2s2.2.8 2.2 2c0 1.6-2.2 1.7-2.2 3.4M8 12h.01M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z',
};

export function classIcon(name: LifecycleClass): SVGElement {
  return stroked(classes[name] ?? classes.unknown, 'icon');
}

const severities: Readonly<Record<PlanSeverity, string>> = {
  blocker: 'M5 1h6l4 4v6l-4 4H5l-4-4V5zM5 7h6v2H5z',
  high: 'M8 1.5 15 14H1zM7.2 6h1.6v4H7.2zM7.2 11h1.6v1.6H7.2z',
  medium: 'M8 2.5 14.3 13.5H1.7z',
  low: 'M8 2l6 6-6 6-6-6z',
  info: 'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3z',
};

export function severityIcon(severity: PlanSeverity): SVGElement {
  const icon = svg('svg', { viewBox: '0 0 16 16', class: `severity ${severity}`, 'aria-hidden': 'true' });
  icon.append(
    svg('path', { d: severities[severity] ?? severities.info, fill: 'currentColor', 'fill-rule': 'evenodd' }),
  );
  return icon;
}

const signs = {
  play: 'M4.5 2.5v11l9-5.5z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  fix: 'M9 1.5 3.5 9H7l-.5 5.5L12.5 7H9z',
  close: 'M4 4l8 8M12 4l-8 8',
  open: 'M6 3.5 10.5 8 6 12.5',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3 14 14',
  picture: 'M2 3h12v10H2zM2 11l3.5-4 3 3 2-1.5L14 12M10.5 6h.01',
  export: 'M8 10V2M5 4.7 8 1.8l3 2.9M2.5 9.5v4h11v-4',
  module: 'M8 1.8 13.5 5v6L8 14.2 2.5 11V5zM2.5 5 8 8.2 13.5 5M8 8.2v6',
  jump: 'M3 8h9M8.5 4.5 12 8l-3.5 3.5',
} as const;

export function sign(name: keyof typeof signs): SVGElement {
  const icon = stroked(signs[name], 'sign');
  if (name === 'play' || name === 'pause') {
    icon.setAttribute('fill', 'currentColor');
  }
  return icon;
}

function stroked(d: string, name: string): SVGElement {
  const path = svg('path', {
    d,
    stroke: 'currentColor',
    'stroke-width': 1.3,
    'stroke-linejoin': 'round',
    'stroke-linecap': 'round',
  });
  return svg('svg', { viewBox: '0 0 16 16', class: name, fill: 'none', 'aria-hidden': 'true' }, path);
}
