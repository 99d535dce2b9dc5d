/** Where the picture goes: the clipboard, or a file. */
import { place } from './dom.ts';
import { fontsNow, measuring } from './measure.ts';
import type { Scene } from './model.ts';
import { pictureOf } from './picture.ts';

/** The drawing as a text that is a file of its own. */
export function pictureText(scene: Scene): string {
  return new XMLSerializer().serializeToString(drawn(scene));
}

/** For screens of twice as many points. */
const scale = 2;

/** As PNG to the clipboard; false where that is not allowed. */
export async function copyPicture(scene: Scene): Promise<boolean> {
  try {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(pictureText(scene))}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width * scale, image.height * scale];
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((done) => canvas.toBlob(done));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png ?? new Blob() })]);
    return true;
  } catch {
    return false;
  }
}

function drawn(scene: Scene): SVGElement {
  const probe = document.createElement('i');
  document.body.append(probe);
  const dot = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const known = new Map<string, string>();
  const colour = (css: string): string => {
    const found = known.get(css) ?? colourOf(css, probe, dot);
    known.set(css, found);
    return found;
  };
  try {
    return pictureOf(scene, { measure: measuring(), fonts: fontsNow(), colour });
  } finally {
    probe.remove();
  }
}

/** Mixed and transparent colours as what the eye sees of them on the view's ground. */
function colourOf(css: string, probe: HTMLElement, dot: CanvasRenderingContext2D | null): string {
  if (dot === null) {
    return 'gray';
  }
  for (const value of ['var(--bg)', css]) {
    place(probe, { color: value });
    dot.fillStyle = getComputedStyle(probe).color;
    dot.fillRect(0, 0, 1, 1);
  }
  const [red = 0, green = 0, blue = 0] = dot.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((it) => it.toString(16).padStart(2, '0')).join('')}`;
}
