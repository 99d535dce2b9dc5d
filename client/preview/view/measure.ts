/** Widths of texts as this browser draws them. */
import { estimate, type Font, type Measure } from './cardText.ts';

/** Each text is measured once. */
export function measuring(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  const fonts = fontsNow();
  const known = new Map<string, number>();
  return (text, font) => {
    const key = `${font} ${text}`;
    const width = known.get(key);
    if (width !== undefined || context === null) {
      return width ?? estimate(text, font);
    }
    context.font = fonts[font];
    const measured = context.measureText(text).width;
    known.set(key, measured);
    return measured;
  };
}

/** Sizes at zoom 1 and 13 px text, families of the theme. */
export function fontsNow(): Readonly<Record<Font, string>> {
  const { fontFamily } = getComputedStyle(document.body);
  const mono = getComputedStyle(document.documentElement).getPropertyValue('--mono').trim() || 'monospace';
  return { name: `600 13px ${fontFamily}`, small: `11.4px ${fontFamily}`, code: `10.8px ${mono}` };
}
