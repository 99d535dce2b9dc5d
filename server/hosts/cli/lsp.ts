import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from '../../lsp/index.ts';
import { nodeHost } from '../node-host.ts';
import { argumentsOf, Usage } from './arguments.ts';

/** Serves until the client ends it. */
export async function lsp(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, { stdio: { type: 'boolean' } });
  if (!values.stdio || positionals.length > 0)
    throw new Usage('The server speaks on standard input and output: verdigris lsp --stdio');
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  startServer(connection, nodeHost());
  connection.listen();
  return new Promise(() => {});
}
