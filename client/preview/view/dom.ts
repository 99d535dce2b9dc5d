/** Building elements without a framework. Texts go in as text nodes, never as markup. */
import { partsOf } from './cardText.ts';
import { visible } from './words.ts';

type Child = Node | string | number | undefined | null | false;

export interface Props {
  readonly class?: string;
  /** Attributes; `undefined` and `false` leave one out, `true` sets it empty. */
  readonly [attribute: `aria-${string}` | `data-${string}`]: string | number | boolean | undefined;
  readonly role?: string;
  readonly id?: string;
  readonly type?: string;
  readonly title?: string | undefined;
  readonly tabindex?: number;
  readonly lang?: string;
  readonly for?: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly selected?: boolean;
  readonly disabled?: boolean;
  readonly scope?: string;
  readonly colspan?: number;
  readonly onclick?: (event: MouseEvent) => void;
  readonly onchange?: (event: Event) => void;
  readonly oninput?: (event: Event) => void;
  readonly onkeydown?: (event: KeyboardEvent) => void;
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value as EventListener);
    } else if (name.startsWith('aria-') && typeof value === 'boolean') {
      element.setAttribute(name, String(value));
    } else if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : visible(String(value)));
    }
  }
  add(element, children);
  return element;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

export function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Node[]
): SVGElement {
  const element = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

function add(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child instanceof Node) {
      element.append(child);
    } else if (child !== undefined && child !== null && child !== false) {
      element.append(visible(String(child)));
    }
  }
}

/** A long name may break where its parts meet, and not in the middle of a word. */
export function breakable(name: string): (string | HTMLElement)[] {
  return partsOf(name).flatMap((part, at) => (at === 0 ? [part] : [h('wbr'), part]));
}

/** Puts new children in; the keyboard stays on the element with the same `data-focus`. */
export function fill(element: Element, ...children: readonly Child[]): void {
  const focused = element.contains(document.activeElement) ? (document.activeElement as HTMLElement) : undefined;
  const key = focused?.dataset.focus;
  element.replaceChildren();
  add(element, children);
  if (key !== undefined) {
    const again = [...element.querySelectorAll<HTMLElement>('[data-focus]')].find((it) => it.dataset.focus === key);
    again?.focus({ preventScroll: true });
  }
}

/** Style through the object model: the content policy knows no inline styles. */
export function place(element: HTMLElement | SVGElement, styles: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(styles)) {
    element.style.setProperty(name, value);
  }
}
