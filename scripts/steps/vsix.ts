/** The VSIX: built twice and compared byte by byte, weighed, and searched for what must not be inside. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { largestVsix, packageExtension } from '../package.ts';
import { cache } from '../paths.ts';
import { Checks, type Step } from './step.ts';

/** Where the other steps find the extension as it ships. */
export const testedVsix = join(cache, 'verdigris.vsix');

export const vsix: Step = {
  name: 'package',
  run: async () => {
    const checks = new Checks();
    const first = await packageExtension(join(cache, 'verdigris-first.vsix'));
    const second = await packageExtension(testedVsix);
    await checks.check(`two builds are the same bytes (SHA-256 ${second.sha256.slice(0, 12)}…)`, () => {
      assert.equal(second.sha256, first.sha256);
    });
    await checks.check(`the VSIX weighs at most 6 MB (${(second.bytes / 1024 / 1024).toFixed(2)} MB)`, () => {
      assert.ok(second.bytes <= largestVsix);
    });
    await checks.check('no native code, no sources, no source maps, no packages inside', () => {
      const wrong = /\.(node|exe|dll|so|dylib|wasm|map|ts|tsbuildinfo)$|(^|\/)node_modules\//;
      assert.deepEqual(
        second.files.filter((it) => wrong.test(it)),
        [],
      );
    });
    await checks.check('what the manifest and the programs need is inside', () => {
      const needed = [
        'dist/extension.cjs',
        'dist/server.js',
        'dist/cli.js',
        'dist/jsonschema.js',
        'dist/schemas/plan-page.json',
      ];
      const papers = ['README.md', 'CHANGELOG.md', 'LICENSE', 'icon.png', 'THIRD-PARTY-NOTICES', 'sbom.cdx.json'];
      assert.deepEqual(
        [...needed, ...papers].filter((it) => !second.files.includes(it)),
        [],
      );
    });
    await checks.check('every bundled package has a licence that may be shipped', () => {
      const free =
        /^(MIT|MIT-0|ISC|BSD-2-Clause|BSD-3-Clause|0BSD|Apache-2\.0|CC0-1\.0|BlueOak-1\.0\.0|Unlicense|Python-2\.0)$/;
      assert.deepEqual(
        second.packages.filter((it) => !free.test(it.licence) || it.texts.length === 0).map((it) => it.name),
        [],
      );
    });
    return checks;
  },
};
