import type { CompletionItem, Hover } from '../core/model/editor.ts';
import type { Finding } from '../core/model/finding.ts';

/** Documents that a plain JSON Schema describes. Offsets are UTF-16. */
export interface JsonSchemaDocuments {
  /** `schema` is a name below `schemas/`; a schema is compiled once. Findings have the code `<prefix>/…`. */
  validate(document: JsonSchemaDocument): Promise<readonly Finding[]>;
  complete(document: JsonSchemaDocument, offset: number): Promise<readonly CompletionItem[]>;
  hover(document: JsonSchemaDocument, offset: number): Promise<Hover | undefined>;
}

export interface JsonSchemaDocument {
  readonly path: string;
  readonly text: string;
  readonly schema: unknown;
  /** First part of the finding codes. */
  readonly prefix: string;
}
