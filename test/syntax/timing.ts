import { readYaml } from '../../server/core/syntax/yaml.ts';

/** Milliseconds of processor time that `run` takes, the best of three; other processes count little. */
export function cpuTime(run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i++) {
    // The reader remembers the text it read last.
    readYaml('');
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

/** How much slower this machine is now than the one the limits were set on; at least 1. */
export function slowness(): number {
  const calibration = cpuTime(() => {
    let text = '';
    for (let i = 0; i < 400_000; i++) text = i % 1000 === 0 ? '' : text + String.fromCharCode(97 + (i % 26));
    return text.length;
  });
  return Math.max(1, calibration / BASE);
}

/** Milliseconds of the calibration on an idle core. */
const BASE = 12;
