import type { CompletionItem, Hover } from '../core/model/editor.ts';
import type { Finding } from '../core/model/finding.ts';
import { nameOf } from '../core/model/paths.ts';
import type { JsonSchemaDocument, JsonSchemaDocuments } from './json-schema.ts';
import type { Session } from './session.ts';

/** The bundled schema of a document that a plain JSON Schema describes. */
export function describedBySchema(path: string): { readonly schema: string; readonly prefix: string } | undefined {
  return /^\.verdigris\.ya?ml$/.test(nameOf(path))
    ? { schema: 'config/verdigris.schema.json', prefix: 'config' }
    : undefined;
}

export async function schemaFindings(session: Session, path: string): Promise<readonly Finding[]> {
  return (await asked(session, path, (documents, document) => documents.validate(document))) ?? [];
}

export async function schemaCompletions(
  session: Session,
  path: string,
  offset: number,
): Promise<readonly CompletionItem[]> {
  return (await asked(session, path, (documents, document) => documents.complete(document, offset))) ?? [];
}

export async function schemaHover(session: Session, path: string, offset: number): Promise<Hover | undefined> {
  return asked(session, path, (documents, document) => documents.hover(document, offset));
}

/** Loaded on first use; `undefined` inside = this host cannot load it, which was said once. */
const loading = new WeakMap<Session, Promise<JsonSchemaDocuments | undefined>>();

async function asked<T>(
  session: Session,
  path: string,
  work: (documents: JsonSchemaDocuments, document: JsonSchemaDocument) => Promise<T>,
): Promise<T | undefined> {
  const described = describedBySchema(path);
  const text = session.workspace.text(path);
  const schema = described && session.host.data.json(described.schema);
  if (!described || text === undefined || schema === undefined) return undefined;
  const documents = await load(session);
  if (!documents) return undefined;
  try {
    return await work(documents, { path, text, schema, prefix: described.prefix });
  } catch (error) {
    session.connection.console.warn(`Checking ${path} against its schema failed: ${String(error)}`);
    return undefined;
  }
}

function load(session: Session): Promise<JsonSchemaDocuments | undefined> {
  const known = loading.get(session);
  if (known) return known;
  const wanted = Promise.resolve(session.host.jsonSchema?.()).catch((error: unknown) => {
    session.connection.console.info(`No schema service for configuration files on this host: ${String(error)}`);
    return undefined;
  });
  loading.set(session, wanted);
  return wanted;
}
