/** A stand-in for another publisher's extension: no code, only what its manifest contributes. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';

export interface Neighbour {
  readonly publisher: string;
  readonly name: string;
  /** Value of `contributes`. */
  readonly contributes: Readonly<Record<string, unknown>>;
}

/** Packs the neighbour into a VSIX below `folder`; its path. */
export async function packNeighbour({ publisher, name, contributes }: Neighbour, folder: string): Promise<string> {
  const version = '1.0.0';
  const manifest = { publisher, name, version, engines: { vscode: '^1.100.0' }, contributes };
  const entries = {
    'extension/package.json': JSON.stringify(manifest),
    '[Content_Types].xml':
      '<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
      '<Default Extension=".json" ContentType="application/json"/><Default Extension=".vsixmanifest" ContentType="text/xml"/></Types>',
    'extension.vsixmanifest':
      '<?xml version="1.0" encoding="utf-8"?><PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">' +
      `<Metadata><Identity Language="en-US" Id="${name}" Version="${version}" Publisher="${publisher}"/><DisplayName>${name}</DisplayName></Metadata>` +
      '<Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation><Dependencies/>' +
      '<Assets><Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/></Assets></PackageManifest>',
  };
  const packed = zipSync(Object.fromEntries(Object.entries(entries).map(([path, text]) => [path, strToU8(text)])));
  const path = join(folder, `${publisher}.${name}.vsix`);
  await mkdir(folder, { recursive: true });
  await writeFile(path, packed);
  return path;
}
