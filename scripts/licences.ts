/** Which packages are inside the bundles, and what their licences ask for: the notices file and the SBOM. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './paths.ts';

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression of its package.json. */
  readonly licence: string;
  /** Full texts of its licence and notice files; empty when it has none and its licence needs one. */
  readonly texts: readonly string[];
  /** Hex SHA-512 of the package's tarball, from the lockfile. */
  readonly sha512: string | undefined;
}

interface LockedPackage {
  readonly version: string;
  readonly integrity?: string;
}

/** Packages that own at least one of the modules, sorted by name and version. */
export async function packagesOf(inputs: readonly string[]): Promise<readonly BundledPackage[]> {
  const folders = new Set(inputs.map(packageFolder).filter((it) => it !== undefined));
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  const found = await Promise.all([...folders].map((folder) => describe(folder, lock.packages[folder])));
  return found.sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

/** `node_modules/a/node_modules/@b/c` for a module anywhere below it. */
function packageFolder(input: string): string | undefined {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

async function describe(folder: string, locked: LockedPackage | undefined): Promise<BundledPackage> {
  const path = join(root, folder);
  const manifest = JSON.parse(await readFile(join(path, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string | { type: string };
    author?: string | { name: string };
  };
  const licence = typeof manifest.license === 'string' ? manifest.license : manifest.license?.type;
  const names = (await readdir(path)).filter((name) => /^(licen[cs]e|notice|copying|thirdparty)/i.test(name)).sort();
  const texts = await Promise.all(names.map(async (name) => (await readFile(join(path, name), 'utf8')).trim()));
  const integrity = locked?.integrity?.replace('sha512-', '');
  return {
    name: manifest.name,
    version: manifest.version,
    licence: licence ?? 'UNKNOWN',
    texts: texts.length === 0 && licence === 'MIT' ? [await plainMit(manifest.author)] : texts,
    sha512: integrity === undefined ? undefined : Buffer.from(integrity, 'base64').toString('hex'),
  };
}

/** The MIT licence is a fixed text: for a package that names it and forgot to include it. */
async function plainMit(author: string | { readonly name: string } | undefined): Promise<string> {
  const own = await readFile(join(root, 'LICENSE'), 'utf8');
  const name = typeof author === 'string' ? author : (author?.name ?? 'its authors');
  return own.trim().replace(/Copyright .*/, `Copyright (c) ${name}`);
}

/** The file `THIRD-PARTY-NOTICES` of the VSIX. */
export async function notices(packages: readonly BundledPackage[]): Promise<string> {
  const data = join(root, 'schemas', 'SOURCES.md');
  const parts = packages.map(({ name, version, licence, texts }) =>
    [`${name} ${version}`, `Licence: ${licence}`, '', ...texts].join('\n'),
  );
  return [
    'Verdigris contains the following software by others.',
    ...parts,
    ...(existsSync(data) ? [`Bundled data\n\n${(await readFile(data, 'utf8')).trim()}`] : []),
  ]
    .join(`\n\n${'-'.repeat(80)}\n\n`)
    .replaceAll('\r\n', '\n')
    .concat('\n');
}

/** A CycloneDX 1.6 bill of materials. Without time stamp and serial number, so that equal content is equal bytes. */
export function billOfMaterials(version: string, packages: readonly BundledPackage[]): string {
  const components = packages.map((it) => ({
    type: 'library',
    'bom-ref': purl(it),
    name: it.name,
    version: it.version,
    purl: purl(it),
    licenses: [/^[\w.+-]+$/.test(it.licence) ? { license: { id: it.licence } } : { expression: it.licence }],
    ...(it.sha512 === undefined ? {} : { hashes: [{ alg: 'SHA-512', content: it.sha512 }] }),
  }));
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': 'verdigris',
        name: 'verdigris',
        version,
        licenses: [{ license: { id: 'MIT' } }],
      },
    },
    components,
    dependencies: [{ ref: 'verdigris', dependsOn: packages.map(purl) }],
  };
  return `${JSON.stringify(bom, undefined, 2)}\n`;
}

function purl({ name, version }: BundledPackage): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
