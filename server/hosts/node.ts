/** `dist/server.js`: the language server as a process of its own. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from '../lsp/index.ts';
import { nodeHost } from './node-host.ts';

const connection = createConnection(ProposedFeatures.all);
startServer(connection, nodeHost());
connection.listen();
