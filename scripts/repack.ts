/** A zip archive once more, as small as zlib makes it: vsce packs at the usual level, which costs 40 kB. */
import { readFile, writeFile } from 'node:fs/promises';
import { crc32, deflateRawSync } from 'node:zlib';
import { unzipSync, Zip, type ZipInputFile } from 'fflate';

/** Files, their order and `time` (as the clock of the archive says it) decide about the bytes, nothing else does. */
export async function repack(path: string, time: Date): Promise<void> {
  const parts: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error) {
      throw error;
    }
    parts.push(part);
  });
  for (const [filename, bytes] of Object.entries(unzipSync(await readFile(path)))) {
    const file: ZipInputFile = { ...plainFile, filename, mtime: time, size: bytes.length, crc: crc32(bytes) };
    zip.add(file);
    file.ondata?.(null, deflateRawSync(bytes, { level: 9, memLevel: 9 }), true);
  }
  zip.end();
  await writeFile(path, Buffer.concat(parts));
}

/** Deflated, made on Unix, read and write for its owner and read for all. */
const plainFile = { compression: 8, os: 3, attrs: 0o100644 << 16 };
