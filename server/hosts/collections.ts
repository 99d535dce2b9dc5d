import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `ansible-galaxy` and system packages put collections: read, never run. */
export function installedCollections(): readonly string[] {
  const home = join(homedir(), '.ansible', 'collections').replaceAll('\\', '/');
  return [home, '/usr/share/ansible/collections'];
}
