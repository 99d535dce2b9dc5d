/**
 * `node scripts/run.mjs FILE.ts [arguments]`: installs what is missing, then runs the file on the pinned Node.js.
 * Plain JavaScript for the oldest supported Node.js (20): nothing may be installed yet when this starts.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [file, ...rest] = process.argv.slice(2);
if (file === undefined || !existsSync(join(root, file))) {
  fail(`usage: node scripts/run.mjs FILE.ts [ARGUMENTS]; there is no ${file}`);
}
if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Node.js 20 or newer is needed, this is ${process.version}.`);
}

installPackages();
run(pinnedNode());

/** `npm ci` when a package of the lockfile is not there in its version. */
function installPackages() {
  const stale = missingPackages();
  if (stale.length === 0) {
    return;
  }
  console.log(`Installing the packages of package-lock.json (${stale.length} missing, such as ${stale[0]}) ...`);
  npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  const left = missingPackages();
  if (left.length > 0) {
    fail(`npm ci ended well, yet these packages are missing: ${left.slice(0, 5).join(', ')}`);
  }
}

/** Packages that the lockfile wants on every platform and that are absent or of another version. */
function missingPackages() {
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const present = packagesIn(join(root, 'node_modules', '.package-lock.json'));
  return Object.keys(wanted).filter((path) => {
    const optional = wanted[path].optional || wanted[path].devOptional || wanted[path].peer;
    return path !== '' && !optional && present[path]?.version !== wanted[path].version;
  });
}

function packagesIn(lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, 'utf8')).packages : {};
}

function npm(args) {
  const script = process.env.npm_execpath;
  const own = script !== undefined && /\.c?js$/.test(script);
  const done = own
    ? spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (done.status !== 0) {
    fail(`npm ${args.join(' ')} failed (exit status ${done.status ?? done.error}).`);
  }
}

/** The packaged Node.js 24 where one fits this platform, else the running one when it can run TypeScript. */
function pinnedNode() {
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const packaged = [`node-${platform}`, `node-bin-${platform}`].map((it) =>
    join(root, 'node_modules', it, 'bin', binary),
  );
  for (const candidate of [...packaged, process.execPath]) {
    const version = existsSync(candidate)
      ? spawnSync(candidate, ['--version'], { encoding: 'utf8' }).stdout
      : undefined;
    const [major = 0, minor = 0] = (version ?? '').trim().slice(1).split('.').map(Number);
    if (major > 22 || (major === 22 && minor >= 18)) {
      return candidate;
    }
  }
  return fail(`No Node.js 24 package fits ${platform}, and the running ${process.version} is older than 22.18.`);
}

function run(node) {
  const bin = join(root, 'node_modules', '.bin');
  const env = {
    ...process.env,
    PATH: [bin, dirname(node), process.env.PATH].join(delimiter),
    // npm puts node_modules/.bin first on the PATH, so the Node.js that the person called is only known to npm.
    VERDIGRIS_CALLER_NODE: process.env.npm_node_execpath ?? process.execPath,
  };
  const child = spawn(node, [join(root, file), ...rest], { cwd: root, stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 1)));
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
