import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type Diagnostic,
  DiagnosticSeverity,
  InsertTextFormat,
  type Hover as ProtocolHover,
  type CompletionItem as ProtocolItem,
  type Range,
} from 'vscode-languageserver-types';
import type { CompletionItem, CompletionKind, Hover } from '../core/model/editor.ts';
import type { Finding } from '../core/model/finding.ts';
import type { Span } from '../core/model/span.ts';

let version = 0;

/** The library remembers parsed texts by address and version, so no two texts may share a version. */
export function textDocumentOf(prefix: string, text: string): TextDocument {
  return TextDocument.create(`file:///document.${prefix}.yaml`, 'yaml', ++version, text);
}

export function findingOf(
  document: TextDocument,
  { range, message, severity, code }: Diagnostic,
  prefix: string,
): Finding {
  const isSyntax = code === 0 || code === undefined;
  return {
    code: `${prefix}/${isSyntax ? 'syntax' : 'schema'}`,
    kind: isSyntax ? 'syntax' : 'schema',
    severity: severity === DiagnosticSeverity.Error || isSyntax ? 'error' : 'warning',
    message: textOf(message),
    span: spanOf(document, range),
    node: '',
  };
}

export function completionOf(document: TextDocument, item: ProtocolItem, offset: number, rank: number): CompletionItem {
  const { textEdit, insertText, label } = item;
  const range = textEdit && ('range' in textEdit ? textEdit.range : textEdit.insert);
  return {
    label,
    kind: kindOf(item),
    edit: {
      span: range ? spanOf(document, range) : { start: offset, end: offset },
      text: textOf(textEdit?.newText ?? insertText ?? label),
    },
    snippet: item.insertTextFormat === InsertTextFormat.Snippet,
    rank,
    ...(item.detail ? { detail: item.detail } : {}),
    ...(item.documentation ? { documentation: textOf(item.documentation) } : {}),
  };
}

export function hoverOf(document: TextDocument, hover: ProtocolHover | null, offset: number): Hover | undefined {
  if (!hover) return undefined;
  const contents = hover.contents;
  const parts = Array.isArray(contents) ? contents : [contents];
  const markdown = parts.map((each) => (typeof each === 'string' ? each : each.value)).join('\n\n');
  return { markdown, span: hover.range ? spanOf(document, hover.range) : { start: offset, end: offset } };
}

/** Kinds of the protocol that the library uses: 10 property, 12 value, 13 enum member, 14 keyword, 15 snippet. */
function kindOf({ kind }: ProtocolItem): CompletionKind {
  if (kind === 10) return 'property';
  if (kind === 20 || kind === 13) return 'enum';
  return kind === 15 ? 'snippet' : 'value';
}

function textOf(documentation: NonNullable<ProtocolItem['documentation']>): string {
  return typeof documentation === 'string' ? documentation : documentation.value;
}

function spanOf(document: TextDocument, { start, end }: Range): Span {
  const from = document.offsetAt(start);
  return { start: from, end: Math.max(from, document.offsetAt(end)) };
}
