import type { SchemasSettings } from 'yaml-language-server';
import { getLanguageService } from 'yaml-language-server';
import type { CompletionItem, Hover } from '../core/model/editor.ts';
import type { Finding } from '../core/model/finding.ts';
import { completionOf, findingOf, hoverOf, textDocumentOf } from './convert.ts';

/** A document with the JSON Schema that describes it. `prefix` is the first part of its finding codes. */
export interface DescribedDocument {
  readonly path: string;
  readonly text: string;
  readonly schema: unknown;
  readonly prefix: string;
}

/**
 * Validation, completion and hover of YAML documents by a bundled JSON Schema, through the library of yaml-language-server.
 * Nothing is fetched: a schema that points elsewhere is answered with an empty one.
 */
export function jsonSchemaDocuments() {
  const service = getLanguageService({
    schemaRequestService: async () => '{}',
    workspaceContext: { resolveRelativePath: (relative) => relative },
  });
  const known = new Map<string, unknown>();
  const prepared = (document: DescribedDocument) => {
    const uri = `verdigris://schema/${document.prefix}.json`;
    if (known.get(uri) !== document.schema) {
      known.set(uri, document.schema);
      service.configure(settingsFor(known));
    }
    return textDocumentOf(document.prefix, document.text);
  };
  return {
    async validate(document: DescribedDocument): Promise<readonly Finding[]> {
      const text = prepared(document);
      const found = await service.doValidation(text, false);
      return found.map((diagnostic) => findingOf(text, diagnostic, document.prefix));
    },
    async complete(document: DescribedDocument, offset: number): Promise<readonly CompletionItem[]> {
      const text = prepared(document);
      const { items } = await service.doComplete(text, text.positionAt(offset), false);
      return items.map((item, rank) => completionOf(text, item, offset, rank));
    },
    async hover(document: DescribedDocument, offset: number): Promise<Hover | undefined> {
      const text = prepared(document);
      return hoverOf(text, await service.doHover(text, text.positionAt(offset)), offset);
    },
  };
}

/** Each schema is for the documents whose made-up address ends in its prefix. */
function settingsFor(known: ReadonlyMap<string, unknown>) {
  const schemas = [...known].map(
    ([uri, schema]): SchemasSettings => ({
      uri,
      schema,
      fileMatch: [`*.${uri.slice(uri.lastIndexOf('/') + 1, -5)}.yaml`],
    }),
  );
  return {
    validate: true,
    hover: true,
    completion: true,
    hoverSchemaSource: false,
    yamlVersion: '1.2' as const,
    schemas,
  };
}
