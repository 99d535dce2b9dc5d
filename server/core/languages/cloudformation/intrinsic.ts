import type { Span, Written } from '../../model/span.ts';
import { keyText, type TreeNode } from '../../model/tree.ts';

/** A function call of the template language, in its short (`!Sub`) or long (`Fn::Sub`) form. */
export interface Intrinsic {
  /** Without prefix: `Ref`, `Sub`, `GetAtt`, `Condition`, `If` … */
  readonly name: string;
  readonly args: TreeNode;
  /** Tag or key: where a finding about the function itself points. */
  readonly nameSpan: Span;
  readonly span: Span;
  readonly form: 'short' | 'long';
}

/** Functions of the template language, with those of `AWS::LanguageExtensions`. */
export const FUNCTIONS: ReadonlySet<string> = new Set([
  'Ref',
  'Condition',
  'Base64',
  'Cidr',
  'And',
  'Equals',
  'If',
  'Not',
  'Or',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'ImportValue',
  'Join',
  'Length',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'RefAll',
  'ValueOf',
  'ValueOfAll',
  'GetStackOutput',
  'Implies',
]);

/** The function call a node is; undefined for plain values. A misspelt `Fn::` key or tag is one too, with its name as written. */
export function intrinsicOf(node: TreeNode): Intrinsic | undefined {
  if (node.tag !== undefined && /^!\w+$/.test(node.tag.value)) {
    const span = { start: node.tag.span.start, end: Math.max(node.tag.span.end, node.span.end) };
    return { name: node.tag.value.slice(1), args: node, nameSpan: node.tag.span, span, form: 'short' };
  }
  const entry = node.kind === 'map' && node.entries.length === 1 ? node.entries[0] : undefined;
  const key = entry && keyText(entry);
  if (entry === undefined || key === undefined) return undefined;
  const name = key === 'Ref' || key === 'Condition' ? key : key.startsWith('Fn::') ? key.slice(4) : undefined;
  if (name === undefined || name.startsWith('ForEach::') || (key === 'Condition' && entry.value.kind !== 'scalar'))
    return undefined;
  return { name, args: entry.value, nameSpan: entry.key.span, span: node.span, form: 'long' };
}

/** Arguments of a function that takes a list; a single value counts as a list of one. Short forms on a scalar have no list. */
export function argumentList(call: Intrinsic): readonly TreeNode[] {
  return call.args.kind === 'list' ? call.args.items : [call.args];
}

/** `${Name}`, `${Name.Attribute}` inside the text of a Sub. */
export interface SubVariable {
  readonly name: string;
  readonly attribute?: string;
  /** The name alone, inside the braces. */
  readonly nameSpan: Span;
  readonly attributeSpan?: Span;
  /** From `$` to `}`. */
  readonly span: Span;
}

/** Text node and variable map of a Sub, whichever form. */
export function subParts(call: Intrinsic): {
  readonly text: TreeNode | undefined;
  readonly variables: TreeNode | undefined;
} {
  if (call.args.kind === 'list') return { text: call.args.items[0], variables: call.args.items[1] };
  return { text: call.args, variables: undefined };
}

/** Variables of a Sub text, read from the source so that spans are exact; `${!Literal}` is none. */
export function subVariables(source: string, text: TreeNode): SubVariable[] {
  const found: SubVariable[] = [];
  for (
    let at = source.indexOf('${', text.span.start);
    at !== -1 && at < text.span.end;
    at = source.indexOf('${', at + 2)
  ) {
    const end = source.indexOf('}', at + 2);
    if (end === -1 || end >= text.span.end) break;
    const inner = source.slice(at + 2, end);
    if (inner.startsWith('!') || inner.includes('${')) continue;
    const name = trimmed(inner, at + 2);
    if (name.value === '') continue;
    found.push({ ...splitAttribute(name), span: { start: at, end: end + 1 } });
  }
  return found;
}

/** Target and attribute of a GetAtt: `A.B.C`, `[A, B.C]`. Undefined when a part is computed. */
export function getAttTarget(
  source: string,
  call: Intrinsic,
): { readonly name: Written; readonly attribute?: Written } | undefined {
  if (call.args.kind === 'scalar') {
    const { start } =
      call.args.style === 'single' || call.args.style === 'double'
        ? { start: call.args.span.start + 1 }
        : call.args.span;
    const { name, nameSpan, attribute, attributeSpan } = splitAttribute(trimmed(call.args.text, start));
    if (source.slice(nameSpan.start, nameSpan.end) !== name) return undefined;
    return {
      name: { value: name, span: nameSpan },
      ...(attribute !== undefined && attributeSpan && { attribute: { value: attribute, span: attributeSpan } }),
    };
  }
  if (call.args.kind !== 'list') return undefined;
  const [first, ...rest] = call.args.items;
  if (first?.kind !== 'scalar' || rest.length === 0) return undefined;
  const second = rest.length === 1 ? rest[0] : undefined;
  const attribute =
    second?.kind === 'scalar' && second.tag === undefined ? { value: second.text, span: inside(second) } : undefined;
  return { name: { value: first.text, span: inside(first) }, ...(attribute && { attribute }) };
}

/** Span of a scalar's text without its quotes. */
export function inside(node: TreeNode): Span {
  const quoted = node.kind === 'scalar' && (node.style === 'single' || node.style === 'double');
  return quoted ? { start: node.span.start + 1, end: Math.max(node.span.start + 1, node.span.end - 1) } : node.span;
}

function trimmed(text: string, start: number): Written {
  const value = text.trim();
  const at = start + text.indexOf(value);
  return { value, span: { start: at, end: at + value.length } };
}

function splitAttribute({ value, span }: Written): Omit<SubVariable, 'span'> {
  const dot = value.indexOf('.');
  if (dot === -1) return { name: value, nameSpan: span };
  return {
    name: value.slice(0, dot),
    nameSpan: { start: span.start, end: span.start + dot },
    attribute: value.slice(dot + 1),
    attributeSpan: { start: span.start + dot + 1, end: span.end },
  };
}

/** The same node without its tag: what a short form is applied to. */
export function untagged<T extends TreeNode>(node: T): T {
  const { tag: _, ...rest } = node;
  return rest as T;
}
