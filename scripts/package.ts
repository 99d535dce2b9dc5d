/**
 * `npm run package`: one universal VSIX. The same sources give the same bytes: files are staged with one mode,
 * and time zone and file times are fixed (vsce writes all three into the archive).
 */
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createVSIX, listFiles } from '@vscode/vsce';
import { build } from './build.ts';
import { type BundledPackage, billOfMaterials, notices, packagesOf } from './licences.ts';
import { cache, root } from './paths.ts';
import { repack } from './repack.ts';

/** The most a VSIX may weigh: the promise of the README, in bytes. */
export const largestVsix = 6 * 1024 * 1024;

export interface Packaged {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Paths inside the extension, sorted. */
  readonly files: readonly string[];
  readonly packages: readonly BundledPackage[];
}

/** Builds and packs. `path` absent = `verdigris-<version>.vsix` in the repository's root. */
export async function packageExtension(path?: string): Promise<Packaged> {
  const { inputs } = await build();
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
  const stage = join(cache, `stage-${process.pid}`);
  await rm(stage, { recursive: true, force: true });
  const files = [...(await listFiles({ cwd: root, packageManager: 0 }))].sort();
  for (const file of files) {
    await put(join(stage, file), file === 'package.json' ? shipped(manifest) : { copyOf: join(root, file) });
  }
  const packages = await packagesOf(inputs);
  await put(join(stage, 'THIRD-PARTY-NOTICES'), await notices(packages));
  await put(join(stage, 'sbom.cdx.json'), billOfMaterials(manifest.version, packages));
  // Only what is shipped is staged; without this file vsce warns that something may have slipped in.
  await put(join(stage, '.vscodeignore'), '');
  const target = path ?? join(root, `verdigris-${manifest.version}.vsix`);
  await pack(stage, target);
  await rm(stage, { recursive: true, force: true });
  const bytes = await readFile(target);
  return {
    path: target,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    files: [...files, 'THIRD-PARTY-NOTICES', 'sbom.cdx.json'].sort(),
    packages,
  };
}

interface Manifest {
  readonly version: string;
  readonly [key: string]: unknown;
}

/**
 * The manifest as VS Code needs it: nothing about how it was built. Without `type`: a browser's extension host takes
 * `module` for a promise that it cannot keep; dist/package.json says it where Node.js looks.
 */
function shipped(manifest: Manifest): string {
  const ofTheHouse = [
    'private',
    'type',
    'scripts',
    'devDependencies',
    'optionalDependencies',
    'allowScripts',
    'overrides',
  ];
  const entries = Object.entries(manifest).filter(([key]) => !ofTheHouse.includes(key));
  return `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`;
}

async function put(target: string, content: string | { readonly copyOf: string }): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  if (typeof content === 'string') {
    await writeFile(target, content);
  } else {
    await copyFile(content.copyOf, target);
  }
  await chmod(target, 0o644);
}

/** The time of every file in the archive, in seconds. */
const EPOCH = 946_684_800;

async function pack(stage: string, target: string): Promise<void> {
  process.env.TZ = 'UTC';
  process.env.SOURCE_DATE_EPOCH = String(EPOCH);
  const options = { dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false };
  // vsce lists every file; its warnings and errors still come through.
  const { log } = console;
  console.log = () => undefined;
  try {
    await createVSIX({ cwd: stage, packagePath: target, ...options });
  } finally {
    console.log = log;
  }
  await repack(target, new Date(EPOCH * 1000));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { path, bytes, sha256 } = await packageExtension();
  console.log(`${path}: ${(bytes / 1024).toFixed(0)} kB, SHA-256 ${sha256}`);
  if (bytes > largestVsix) {
    console.error(`That is more than ${largestVsix / 1024} kB.`);
    process.exitCode = 1;
  }
}
