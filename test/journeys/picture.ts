/** `node scripts/run.mjs test/journeys/picture.ts`: takes docs/images/plan.png, the README's picture, in a real VS Code. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { packageExtension } from '../../scripts/package.ts';
import { cache, root } from '../../scripts/paths.ts';
import { findChromium } from '../../scripts/vscode/chromium.ts';
import { shopTemplate } from './shop.ts';
import { launch, openSession } from './workbench/session.ts';
import { until } from './workbench/wait.ts';

const chromium = await findChromium(console.log);
if ('missing' in chromium) {
  throw new Error(chromium.missing);
}
const vsix = (await packageExtension(join(cache, 'picture.vsix'))).path;
const browser = await launch(chromium.path);
const session = await openSession(
  {
    name: 'Picture',
    files: { 'shop/web.yaml': shopTemplate },
    settings: {
      'workbench.colorTheme': 'Default Dark Modern',
      'workbench.activityBar.location': 'top',
      'workbench.statusBar.visible': false,
      'editor.minimap.enabled': false,
      'editor.wordWrap': 'off',
      'breadcrumbs.enabled': false,
      'git.blame.statusBarItem.enabled': false,
    },
    tell: async () => {},
  },
  vsix,
  browser,
);
try {
  const { workbench } = session;
  const { page } = workbench;
  await page.setViewportSize({ width: 1600, height: 780 });
  await workbench.openFile('shop/web.yaml');
  for (const [needle, text] of [
    ['ami-0aaa1111bbbb2222', 'f'],
    ['VisibilityTimeout: 6', '5'],
    ["AllocatedStorage: '1", '5'],
  ] as const) {
    await workbench.cursorAt('shop/web.yaml', needle);
    await page.keyboard.press('Delete');
    await workbench.typeText(text);
  }
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.cursorAt('shop/web.yaml', 'HttpsListener', 'before');
  await workbench.runCommand('Verdigris: Preview Blue-Green Plan');
  const view = await workbench.webview('.sentence');
  await widen(1240);
  const slider = view.getByRole('slider');
  await slider.focus();
  await slider.press('Home');
  for (let tries = 0; tries < 30 && !(await slider.getAttribute('aria-valuetext'))?.includes(' 50 percent'); tries++) {
    await slider.press('ArrowRight');
  }
  await until('half of the traffic on green', () => view.locator('[data-state="switching"]').count());
  await slider.evaluate((it) => (it as HTMLElement).blur());
  await workbench.focusEditor();
  await page.waitForTimeout(1000);
  await mkdir(join(root, 'docs', 'images'), { recursive: true });
  await writeFile(join(root, 'docs', 'images', 'plan.png'), smaller(await page.screenshot()));

  /** Gives the panel so many pixels by dragging the border between the two editor groups. */
  async function widen(pixels: number): Promise<void> {
    const group = await page.locator('.editor-group-container').nth(1).boundingBox();
    if (group !== null) {
      await page.mouse.move(group.x, group.y + 300);
      await page.mouse.down();
      await page.mouse.move(group.x + group.width - pixels, group.y + 300, { steps: 10 });
      await page.mouse.up();
      await page.mouse.move(group.x + group.width - 5, group.y + 5);
    }
  }
} catch (error) {
  await session.keep('picture');
  throw error;
} finally {
  await session.close();
  await browser.close();
}

/** The same PNG without row filters, which text on plain ground does not profit from: a fifth smaller. */
function smaller(png: Buffer): Buffer {
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') {
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
    }
  }
  const header = png.subarray(16, 29);
  const bytesPerPixel = header[9] === 6 ? 4 : 3;
  const rows = unfiltered(inflateSync(Buffer.concat(data)), header.readUInt32BE(0) * bytesPerPixel, bytesPerPixel);
  const packed = deflateSync(rows, { level: 9, memLevel: 9 });
  return Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', header),
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Undoes the five filters of PNG: every row begins with the number of its filter, here made 0. */
function unfiltered(filtered: Buffer, width: number, step: number): Buffer {
  const out = Buffer.alloc(filtered.length);
  const at = (row: number, x: number): number => (row < 0 || x < 0 ? 0 : (out[row * (width + 1) + 1 + x] ?? 0));
  for (let row = 0; row < filtered.length / (width + 1); row++) {
    const filter = filtered[row * (width + 1)] ?? 0;
    for (let x = 0; x < width; x++) {
      const index = row * (width + 1) + 1 + x;
      const [left, up, corner] = [at(row, x - step), at(row - 1, x), at(row - 1, x - step)];
      out[index] = (filtered[index] ?? 0) + predicted(filter, left, up, corner);
    }
  }
  return out;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  const nearest = (): number => {
    const guess = left + up - corner;
    const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
    return a <= b && a <= c ? left : b <= c ? up : corner;
  };
  return [0, left, up, (left + up) >> 1, nearest()][filter] ?? 0;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
