export type { FileAnswer, Files, FileWish, Host } from './host.ts';
export type { JsonSchemaDocument, JsonSchemaDocuments } from './json-schema.ts';
export { startServer } from './server.ts';
