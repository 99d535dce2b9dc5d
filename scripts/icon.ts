/** `node scripts/run.mjs scripts/icon.ts`: draws media/icon.svg into icon.png, 256 pixels, with a browser. VS Code takes no SVG. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
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
await page.screenshot({ path: join(root, 'icon.png'), omitBackground: true });
await browser.close();
