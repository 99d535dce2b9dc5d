/** A picture of at most 256 colours as a PNG: a third of what the browser writes, and nobody sees the difference in an icon. */
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

const CHANNELS = [0, 1, 2, 3] as const;
const MOST_COLOURS = 256;

/** `pixels`: red, green, blue and alpha of each, row by row. */
export function palettePng(pixels: readonly number[], width: number): Buffer {
  const height = pixels.length / 4 / width;
  const colours = Array.from({ length: width * height }, (_, at) => colourAt(pixels, at * 4));
  const palette = medianCut(colours).toSorted((a, b) => a[3] - b[3] || a[0] + a[1] + a[2] - b[0] - b[1] - b[2]);
  const rows = Buffer.alloc((width + 1) * height);
  for (const [at, colour] of colours.entries()) rows[at + Math.floor(at / width) + 1] = nearest(palette, colour);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits each, an index into the palette.
  header.set([8, 3], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => colour.slice(0, 3)))),
    chunk('tRNS', Buffer.from(palette.map((colour) => colour[3]))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function colourAt(pixels: readonly number[], at: number): Colour {
  const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.slice(at, at + 4);
  return alpha === 0 ? [0, 0, 0, 0] : [red, green, blue, alpha];
}

/** The set of colours is cut where it is widest, until there are enough parts; each gives its mean. */
function medianCut(colours: readonly Colour[]): readonly Colour[] {
  const parts: Colour[][] = [[...colours]];
  while (parts.length < MOST_COLOURS) {
    const wide = parts.map(widest).reduce((best, each, at) => (each.weight > best.weight ? { ...each, at } : best), {
      channel: 0,
      weight: 0,
      at: -1,
    });
    const part = parts[wide.at];
    if (part === undefined) break;
    const channel = wide.channel as (typeof CHANNELS)[number];
    const sorted = part.toSorted((a, b) => a[channel] - b[channel]);
    parts.splice(wide.at, 1, sorted.slice(0, sorted.length >> 1), sorted.slice(sorted.length >> 1));
  }
  return parts.map((part) => {
    const mean = (channel: (typeof CHANNELS)[number]): number =>
      Math.round(part.reduce((sum, colour) => sum + colour[channel], 0) / part.length);
    return [mean(0), mean(1), mean(2), mean(3)];
  });
}

function widest(part: readonly Colour[]): { readonly channel: number; readonly weight: number; readonly at: number } {
  const widths = CHANNELS.map((channel) => {
    const values = part.map((colour) => colour[channel]);
    return values.reduce((a, b) => Math.max(a, b), 0) - values.reduce((a, b) => Math.min(a, b), 255);
  });
  const channel = widths.indexOf(Math.max(...widths));
  return { channel, weight: (widths[channel] ?? 0) * part.length ** 0.25, at: -1 };
}

function nearest(palette: readonly Colour[], colour: Colour): number {
  const distances = palette.map((each) => CHANNELS.reduce<number>((sum, at) => sum + (each[at] - colour[at]) ** 2, 0));
  return distances.indexOf(Math.min(...distances));
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const named = Buffer.concat([Buffer.from(type), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
