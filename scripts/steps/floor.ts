/** The built server and command line on the oldest supported Node.js: types and the pinned Node.js do not guard that floor. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { dist, root } from '../paths.ts';
import { end, run } from '../process.ts';
import { Checks, type Step, sayNotRun } from './step.ts';

export const floor: Step = {
  name: 'floor',
  run: async () => {
    const checks = new Checks();
    const node = process.env.VERDIGRIS_CALLER_NODE ?? process.execPath;
    const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? '';
    if (!version.startsWith('v20.')) {
      sayNotRun('the built programs on Node.js 20', `npm was started by Node.js ${version || '(unknown)'}`);
    }
    await checks.check(`the command line checks the samples on Node.js ${version}`, async () => {
      const done = await run(node, [join(dist, 'cli.js'), 'check', '--format', 'json', join(root, 'samples')], {
        cwd: root,
      });
      assert.ok(done.status === 0 || done.status === 1, done.output);
      const report = JSON.parse(done.output) as { schema: string; files: unknown[] };
      assert.equal(report.schema, 'verdigris.check/1');
      assert.ok(report.files.length > 0);
    });
    await checks.check(`the language server answers on Node.js ${version}`, async () => {
      const answer = (await initialize(node)) as { result?: { capabilities?: object } };
      assert.ok(answer.result?.capabilities !== undefined, JSON.stringify(answer));
    });
    return checks;
  },
};

/** Sends `initialize` over standard input and returns the first message that comes back with its id. */
async function initialize(node: string): Promise<unknown> {
  const server = spawn(node, [join(dist, 'cli.js'), 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const request = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { processId: null, rootUri: null, capabilities: {} },
  };
  const text = JSON.stringify(request);
  server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  try {
    return await new Promise((resolve, reject) => {
      let received = '';
      const late = setTimeout(() => reject(new Error(`no answer in 20 s; received: ${received}`)), 20_000);
      server.on('exit', (code) => reject(new Error(`the server ended with status ${code}`)));
      server.stdout.on('data', (chunk: Buffer) => {
        received += chunk.toString('utf8');
        const body = received.split('\r\n\r\n').find((it) => it.includes('"id":1'));
        const message = body === undefined ? undefined : parsed(body.replace(/Content-Length.*$/s, ''));
        if (message !== undefined) {
          clearTimeout(late);
          resolve(message);
        }
      });
    });
  } finally {
    await end(server);
  }
}

/** Undefined while the message is not complete. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
