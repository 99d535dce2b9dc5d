import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { SERVER_LIMITS } from '../../server/protocol.ts';
import { type Bomb, bombs } from '../syntax/bombs.ts';
import { connect, type Peer } from './client.ts';
import { SOUND } from './texts.ts';

const built = fileURLToPath(new URL('../../dist/server.js', import.meta.url));
const source = fileURLToPath(new URL('../../server/hosts/node.ts', import.meta.url));
/** As the extension starts it. */
const command = [process.execPath, ...SERVER_LIMITS, existsSync(built) ? built : source, '--stdio'];
let peer: Peer;
afterEach(() => peer.close());

/** A process of its own for every bomb: none profits from the room that another one has made. */
test.each(bombs)('$name costs the server at most 100 MB, and the next question is answered', async ({ text }: Bomb) => {
  peer = await connect({ command });
  await peer.open('sound.macfile', SOUND, 'macfile');
  await peer.published('sound.macfile');
  const before = memory();
  await peer.open('bomb.macfile', text, 'macfile');
  const findings = await peer.published('bomb.macfile');
  expect(memory().peak - before.now).toBeLessThan(100);
  expect(findings.length).toBeLessThan(1002);
  const symbols = { textDocument: { uri: peer.uri('sound.macfile') } };
  await expect(peer.connection.sendRequest('textDocument/documentSymbol', symbols)).resolves.not.toEqual([]);
});

/** Resident memory and its highest value since the last question, in megabytes. Linux says them; elsewhere both are 0. */
function memory(): { readonly now: number; readonly peak: number } {
  const { pid } = peer.process ?? {};
  if (process.platform !== 'linux') return { now: 0, peak: 0 };
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
}
