/** `node scripts/run.mjs test/journeys/picture.ts`: takes docs/images/plan.webp, the README's picture, in a real VS Code. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
  await writeFile(join(root, 'docs', 'images', 'plan.webp'), await asWebp(await page.screenshot()));

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

/** As WebP with a little loss that no eye sees: half of what it is without loss. */
async function asWebp(png: Buffer): Promise<Buffer> {
  const blank = await browser.newPage();
  const address = await blank.evaluate(
    async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', 0.75);
    },
    `data:image/png;base64,${png.toString('base64')}`,
  );
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}
