/** `npm run build`: bundles everything into dist/, with the data the server reads at run time. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build as bundle, type Metafile } from 'esbuild';
import { packedWords } from '../server/core/service/words.ts';
import { bundles } from './bundles.ts';
import { dist, root } from './paths.ts';

export interface Built {
  /** Bytes of every bundled file, by path below dist/. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Repository-relative paths of all modules that went into the bundles, sorted. */
  readonly inputs: readonly string[];
}

/** Empties dist/ and builds it again. */
export async function build(): Promise<Built> {
  await rm(dist, { recursive: true, force: true });
  await copySchemas();
  await writeFile(join(dist, 'package.json'), '{ "type": "module" }\n');
  const metafiles: Metafile[] = [];
  for (const [name, options] of Object.entries(bundles)) {
    const missing = Object.values(options.entryPoints as Record<string, string>).filter(
      (it) => !existsSync(join(root, it)),
    );
    if (missing.length > 0) {
      console.error(`The bundle "${name}" is left out: there is no ${missing.join(', ')}`);
      continue;
    }
    const result = await bundle({ ...options, absWorkingDir: root, metafile: true });
    metafiles.push(result.metafile);
  }
  await packPage();
  await packWords();
  if (existsSync(join(dist, 'cli.js'))) {
    await chmod(join(dist, 'cli.js'), 0o755);
  }
  const outputs = metafiles.flatMap((it) => Object.entries(it.outputs));
  return {
    sizes: Object.fromEntries(outputs.map(([path, { bytes }]) => [path.slice('dist/'.length), bytes]).sort()),
    inputs: [...new Set(metafiles.flatMap((it) => Object.keys(it.inputs)))].sort(),
  };
}

/** The bundled data, JSON without white space, at the paths the server asks for. `files.json` lists them for the browser. */
async function copySchemas(): Promise<void> {
  const from = join(root, 'schemas');
  const copied: string[] = [];
  for (const name of (await readdir(from, { recursive: true })).sort()) {
    const path = join(from, name);
    if (isSource(name) || !(await stat(path)).isFile()) {
      continue;
    }
    const target = join(dist, 'schemas', name);
    await mkdir(dirname(target), { recursive: true });
    const bytes = await readFile(path);
    await writeFile(target, name.endsWith('.json') ? JSON.stringify(JSON.parse(bytes.toString('utf8'))) : bytes);
    copied.push(name.replaceAll('\\', '/'));
  }
  await writeFile(join(dist, 'schemas', 'files.json'), JSON.stringify(copied));
}

/** Script and style of the view, with what the content policy of an exported page allows them by. */
async function packPage(): Promise<void> {
  const [script, style] = await Promise.all(
    ['page.js', 'page.css'].map((name) => readFile(join(dist, 'page', name), 'utf8')),
  );
  await writeFile(join(dist, 'schemas', 'plan-page.json'), JSON.stringify(pageParts(script ?? '', style ?? '')));
  await rm(join(dist, 'page'), { recursive: true });
  const list = join(dist, 'schemas', 'files.json');
  const files = [...(JSON.parse(await readFile(list, 'utf8')) as string[]), 'plan-page.json'].sort();
  await writeFile(list, JSON.stringify(files));
}

/** As `PlanPage` of the planner. */
export function pageParts(script: string, style: string): Readonly<Record<string, string>> {
  const hash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
  return { script, style, scriptHash: hash(script), styleHash: hash(style) };
}

/** What plans say in other languages; see `packedWords`. */
async function packWords(): Promise<void> {
  const folder = join(root, 'schemas', 'words');
  const catalogues: Record<string, Record<string, string>> = {};
  for (const name of (await readdir(folder)).sort()) {
    catalogues[name.replace(/\.json$/, '')] = JSON.parse(await readFile(join(folder, name), 'utf8'));
  }
  const packed = Object.entries(packedWords(catalogues));
  for (const [name, content] of packed) await writeFile(join(dist, 'schemas', name), JSON.stringify(content));
  const list = join(dist, 'schemas', 'files.json');
  const files = new Set([...(JSON.parse(await readFile(list, 'utf8')) as string[]), ...packed.map(([name]) => name)]);
  await writeFile(list, JSON.stringify([...files].sort()));
}

/** What the data is made from and explained by; not needed at run time. */
function isSource(name: string): boolean {
  return name.split(/[\\/]/)[0] === 'generate' || /\.(md|ts)$/.test(name);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { sizes } = await build();
  for (const [path, bytes] of Object.entries(sizes)) {
    console.log(`${(bytes / 1024).toFixed(0).padStart(7)} kB  dist/${path}`);
  }
}
