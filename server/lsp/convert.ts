/** The only place that builds protocol objects. Everything in is plain data of the core. */
import {
  type CodeDescription,
  CompletionItemKind,
  CompletionItemTag,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentSymbol,
  FoldingRangeKind,
  InlayHintKind,
  InsertTextFormat,
  type Location,
  MarkupKind,
  type CompletionItem as ProtocolCompletionItem,
  type FoldingRange as ProtocolFoldingRange,
  type InlayHint as ProtocolInlayHint,
  type SignatureHelp as ProtocolSignatureHelp,
  SymbolKind,
  type TextEdit,
} from 'vscode-languageserver';
import type * as core from '../core/model/editor.ts';
import type { Finding, FindingSeverity } from '../core/model/finding.ts';
import type { Edit } from '../core/model/span.ts';
import type { Positions } from './positions.ts';
import type { Session } from './session.ts';

const SEVERITIES: Readonly<Record<FindingSeverity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const SOURCE = 'verdigris';

export function diagnosticOf(session: Session, path: string, finding: Finding): Diagnostic {
  const related = session.client.related ? (finding.related ?? []) : [];
  const description = codeDescriptionOf(session, finding);
  return {
    range: session.positions(path).rangeOf(finding.span),
    severity: SEVERITIES[finding.severity],
    code: finding.code,
    source: SOURCE,
    message: finding.message,
    data: { node: finding.node, fixes: (finding.fixes ?? []).map(({ title }) => title) },
    ...(description ? { codeDescription: description } : {}),
    ...(finding.tags ? { tags: finding.tags.map(tagOf) } : {}),
    ...(related.length > 0
      ? {
          relatedInformation: related.map(({ message, path: other = path, span }) => ({
            message,
            location: locationOf(session, { path: other, span }),
          })),
        }
      : {}),
  };
}

function tagOf(tag: 'unnecessary' | 'deprecated'): DiagnosticTag {
  return tag === 'unnecessary' ? DiagnosticTag.Unnecessary : DiagnosticTag.Deprecated;
}

function codeDescriptionOf({ host }: Session, { kind, code }: Finding): CodeDescription | undefined {
  return host.pages && kind === 'rule' ? { href: `${host.pages}/${code}.md` } : undefined;
}

export function locationOf(session: Session, { path, span }: core.Location): Location {
  return { uri: session.uris.uriOf(path), range: session.positions(path).rangeOf(span) };
}

export function textEditOf(positions: Positions, { span, text }: Edit): TextEdit {
  return { range: positions.rangeOf(span), newText: text };
}

const COMPLETION_KINDS: Readonly<Record<core.CompletionKind, CompletionItemKind>> = {
  property: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  enum: CompletionItemKind.EnumMember,
  reference: CompletionItemKind.Reference,
  type: CompletionItemKind.Class,
  function: CompletionItemKind.Function,
  module: CompletionItemKind.Module,
  keyword: CompletionItemKind.Keyword,
  snippet: CompletionItemKind.Snippet,
  variable: CompletionItemKind.Variable,
  file: CompletionItemKind.File,
};

/** `rank` is the place in the sorted list: it keeps our order whatever the client sorts by. */
export function completionItemOf(
  session: Session,
  path: string,
  item: core.CompletionItem,
  rank: number,
): ProtocolCompletionItem {
  const positions = session.positions(path);
  const plain = item.snippet === true && !session.client.snippets;
  return {
    label: item.label,
    kind: COMPLETION_KINDS[item.kind],
    sortText: String(rank).padStart(5, '0'),
    textEdit: {
      range: positions.rangeOf(item.edit.span),
      newText: plain ? withoutPlaces(item.edit.text) : item.edit.text,
    },
    insertTextFormat: item.snippet && !plain ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(item.detail ? { detail: item.detail } : {}),
    ...(item.documentation ? { documentation: { kind: MarkupKind.Markdown, value: item.documentation } } : {}),
    ...(item.documentationKey ? { data: { uri: session.uris.uriOf(path), key: item.documentationKey } } : {}),
    ...(item.deprecated ? { tags: [CompletionItemTag.Deprecated] } : {}),
    ...(item.preselect ? { preselect: true } : {}),
    ...(item.filter ? { filterText: item.filter } : {}),
    ...(item.additional ? { additionalTextEdits: item.additional.map((edit) => textEditOf(positions, edit)) } : {}),
    ...(item.retrigger && session.client.ownCommands
      ? { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } }
      : {}),
  };
}

/** A snippet for a client that takes none: its places become their default text. */
function withoutPlaces(snippet: string): string {
  return snippet
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/\$\d+|\$\{\d+\}/g, '')
    .replace(/\\([$}\\])/g, '$1');
}

const SYMBOL_KINDS: Readonly<Record<core.SymbolKind, SymbolKind>> = {
  resource: SymbolKind.Object,
  role: SymbolKind.Class,
  action: SymbolKind.Event,
  parameter: SymbolKind.Variable,
  output: SymbolKind.Interface,
  module: SymbolKind.Module,
  variable: SymbolKind.Variable,
  section: SymbolKind.Namespace,
  task: SymbolKind.Method,
  play: SymbolKind.Package,
  property: SymbolKind.Property,
  condition: SymbolKind.Boolean,
  function: SymbolKind.Function,
};

export function symbolKindOf(kind: core.SymbolKind): SymbolKind {
  return SYMBOL_KINDS[kind];
}

export function documentSymbolOf(positions: Positions, symbol: core.DocumentSymbol): DocumentSymbol {
  return {
    name: symbol.name === '' ? '(no name)' : symbol.name,
    kind: symbolKindOf(symbol.kind),
    range: positions.rangeOf(symbol.span),
    selectionRange: positions.rangeOf(symbol.nameSpan),
    children: symbol.children.map((child) => documentSymbolOf(positions, child)),
    ...(symbol.detail ? { detail: symbol.detail } : {}),
  };
}

export function foldingRangeOf(positions: Positions, { span, kind }: core.FoldingRange): ProtocolFoldingRange {
  const { start, end } = positions.rangeOf(span);
  return {
    startLine: start.line,
    endLine: end.character === 0 && end.line > start.line ? end.line - 1 : end.line,
    ...(kind ? { kind: FOLDING_KINDS[kind] } : {}),
  };
}

const FOLDING_KINDS = {
  comment: FoldingRangeKind.Comment,
  imports: FoldingRangeKind.Imports,
  region: FoldingRangeKind.Region,
} as const;

export function inlayHintOf(positions: Positions, { offset, label, tooltip, kind }: core.InlayHint): ProtocolInlayHint {
  return {
    position: positions.positionAt(offset),
    label,
    paddingLeft: true,
    ...(kind === 'state' ? {} : { kind: kind === 'type' ? InlayHintKind.Type : InlayHintKind.Parameter }),
    ...(tooltip ? { tooltip: { kind: MarkupKind.Markdown, value: tooltip } } : {}),
  };
}

export function signatureHelpOf({
  signatures,
  activeSignature,
  activeParameter,
}: core.SignatureHelp): ProtocolSignatureHelp {
  return {
    activeSignature,
    activeParameter,
    signatures: signatures.map(({ label, documentation, parameters }) => ({
      label,
      parameters: parameters.map((each) => ({ label: each })),
      ...(documentation ? { documentation: { kind: MarkupKind.Markdown, value: documentation } } : {}),
    })),
  };
}
