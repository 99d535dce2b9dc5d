import type { Fact, Script } from '../model/fact.ts';
import { cloudIdFacts, endpointFacts, networkRuleFacts } from './shell-facts/cloud.ts';
import { checkoutFacts, downloadFacts } from './shell-facts/fetch.ts';
import { editFacts, imageFacts, mountFacts, remoteFacts, verificationFacts } from './shell-facts/machine.ts';
import { packageFacts } from './shell-facts/packages.ts';
import { secretFacts } from './shell-facts/secrets.ts';
import { remoteFileSystems, stateFacts } from './shell-facts/state.ts';

export { mutates } from './shell-facts/machine.ts';

/**
 * What the commands of a script say: packages, upgrades, checkouts, downloads, images, edits of configuration, mounts, firewall openings,
 * cloud ids, hosts, signals, secrets, data on local disks. Same node, moment and contexts as the script. A name that only a run can know gives no fact, or one marked
 * unknown.
 */
export function factsOfScript(script: Script): Fact[] {
  return script.commands.flatMap((command, at) => [
    ...packageFacts(script, command),
    ...checkoutFacts(script, command, at),
    ...downloadFacts(script, command, at),
    ...imageFacts(script, command),
    ...editFacts(script, command),
    ...mountFacts(script, command),
    ...remoteFacts(script, command),
    ...networkRuleFacts(script, command),
    ...cloudIdFacts(script, command),
    ...endpointFacts(script, command),
    ...verificationFacts(script, command),
    ...remoteFileSystems(script, command),
    ...stateFacts(script, command),
    ...secretFacts(script, command),
  ]);
}
