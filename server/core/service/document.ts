import type { Detection } from '../languages/detect.ts';

/** A document of a workspace. */
export interface Document {
  /** Undefined: it can be had again from whoever listed the document. */
  readonly text: string | undefined;
  readonly languageId: string | undefined;
  /** Kept while a broken text says nothing: a new decision needs evidence. */
  detection: Detection | undefined;
  detected: boolean;
}

export const NO_DOCUMENT: Detection = {
  language: null,
  kind: 'absent',
  reason: 'the document is not open',
  confidence: 0,
};
