/** `node scripts/run.mjs scripts/icon.ts`: draws media/icon.svg into icon.png, 256 pixels, with a browser. VS Code takes no SVG. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { palettePng } from './palettePng.ts';
import { root } from './paths.ts';
import { chromiumFlags, findChromium } from './vscode/chromium.ts';

const found = await findChromium(console.log);
if ('missing' in found) {
  throw new Error(found.missing);
}
const browser = await chromium.launch({ executablePath: found.path, args: chromiumFlags });
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
const svg = await readFile(join(root, 'media', 'icon.svg'), 'utf8');
await page.setContent(`<style>html, body { margin: 0; background: transparent } svg { display: block }</style>${svg}`);
const picture = (await page.screenshot({ omitBackground: true })).toString('base64');
const pixels = await page.evaluate<number[]>(`(async () => {
  const image = new Image();
  image.src = 'data:image/png;base64,${picture}';
  await image.decode();
  const canvas = new OffscreenCanvas(256, 256).getContext('2d');
  canvas.drawImage(image, 0, 0);
  return [...canvas.getImageData(0, 0, 256, 256).data];
})()`);
await writeFile(join(root, 'icon.png'), palettePng(pixels, 256));
await browser.close();
