export type { Host } from './host.ts';
export { startServer } from './server.ts';
