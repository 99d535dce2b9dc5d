import type { DocumentSymbol, FoldingRange, SymbolKind } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import { childrenOf } from '../../../syntax/hcl/walk.ts';
import type { HclBlock, HclBody, HclExpression, HclItem } from '../../../syntax/hcl.ts';
import type { TerraformReading } from '../read/reading.ts';

const KINDS: Readonly<Record<string, SymbolKind>> = {
  variable: 'parameter',
  output: 'output',
  module: 'module',
  resource: 'resource',
  data: 'resource',
  ephemeral: 'resource',
  locals: 'section',
  terraform: 'section',
  provider: 'section',
  run: 'task',
  check: 'condition',
};

/** Blocks by what they are called: `aws_lb.main`, not `resource`. */
export function symbolsTerraform(reading: TerraformReading): readonly DocumentSymbol[] {
  return reading.hcl.body.items.map((item) => symbolOf(item, true));
}

function symbolOf(item: HclItem, top: boolean): DocumentSymbol {
  if (item.kind === 'attribute') {
    return {
      name: item.name.value,
      kind: top ? 'variable' : 'property',
      span: item.span,
      nameSpan: item.name.span,
      children: [],
    };
  }
  const type = item.type.value;
  const labels = item.labels.map(({ value }) => value);
  const name = top && labels.length > 0 ? nameOf(type, labels) : [type, ...labels].join(' ');
  const children = item.kind === 'block' ? item.body.items.map((inner) => childOf(inner, type)) : [];
  const last = item.labels.at(-1)?.inner ?? item.type.span;
  const nameSpan = last.end > last.start ? last : item.type.span;
  return {
    name: name === '' ? type : name,
    kind: KINDS[type] ?? 'section',
    detail: type,
    span: item.span,
    nameSpan,
    children,
  };
}

function nameOf(type: string, labels: readonly string[]): string {
  const prefix = type === 'data' || type === 'ephemeral' ? `${type}.` : '';
  return prefix + labels.join('.');
}

function childOf(item: HclItem, outer: string): DocumentSymbol {
  const symbol = symbolOf(item, false);
  return outer === 'locals' && item.kind === 'attribute' ? { ...symbol, kind: 'variable' } : symbol;
}

/** Blocks, objects and lists over several lines, heredocs, and runs of comments. */
export function foldingTerraform(reading: TerraformReading): readonly FoldingRange[] {
  const { text } = reading.hcl;
  const folds: FoldingRange[] = [];
  const add = (span: Span, kind?: FoldingRange['kind']) => {
    if (text.slice(span.start, span.end).includes('\n')) folds.push({ span, ...(kind && { kind }) });
  };
  foldBody(reading.hcl.body, add);
  for (const run of commentRuns(reading)) add(run, 'comment');
  return folds.toSorted((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
}

function foldBody(body: HclBody, add: (span: Span) => void): void {
  for (const item of body.items) {
    if (item.kind === 'block') {
      add({ start: item.open.start, end: item.span.end });
      foldBody(item.body, add);
    }
    if (item.kind === 'attribute') foldExpression(item.value, add);
  }
}

function foldExpression(expression: HclExpression, add: (span: Span) => void): void {
  const folds =
    expression.kind === 'object' ||
    expression.kind === 'tuple' ||
    expression.kind === 'for' ||
    expression.kind === 'call';
  if (folds || (expression.kind === 'template' && expression.style !== 'quoted')) add(expression.span);
  for (const [child] of childrenOf(expression)) foldExpression(child, add);
}

/** Comments on lines of their own that follow each other. */
function commentRuns({ comments, hcl }: TerraformReading): Span[] {
  const runs: Span[] = [];
  for (const { span, own } of comments) {
    if (!own) continue;
    const last = runs.at(-1);
    if (last && /^\r?\n[ \t]*$/.test(hcl.text.slice(last.end, span.start)))
      runs[runs.length - 1] = { start: last.start, end: span.end };
    else runs.push(span);
  }
  return runs;
}

/** From the innermost word to the whole file. */
export function selectionTerraform(reading: TerraformReading, offset: number): readonly Span[] {
  const spans: Span[] = [{ start: 0, end: reading.hcl.text.length }];
  const within = (span: Span) => span.start <= offset && offset <= span.end;
  const push = (span: Span) => {
    if (within(span)) spans.push(span);
  };
  let body: HclBody | undefined = reading.hcl.body;
  while (body) {
    const item: HclItem | undefined = body.items.find((each) => within(each.span));
    body = undefined;
    if (!item) break;
    push(item.span);
    if (item.kind === 'attribute') {
      push(item.name.span);
      selectExpression(item.value, offset, push);
    } else body = selectBlock(item, push, within);
  }
  return spans
    .toReversed()
    .filter((span, i, all) => i === 0 || span.start !== all[i - 1]?.start || span.end !== all[i - 1]?.end);
}

function selectBlock(
  item: Exclude<HclItem, { kind: 'attribute' }>,
  push: (span: Span) => void,
  within: (span: Span) => boolean,
): HclBody | undefined {
  const block: HclBlock | undefined = item.kind === 'block' ? item : undefined;
  if (block && within(block.body.span)) {
    push(block.body.span);
    return block.body;
  }
  for (const label of item.labels) {
    push(label.span);
    push(label.inner);
  }
  push(item.type.span);
  return undefined;
}

function selectExpression(expression: HclExpression, offset: number, push: (span: Span) => void): void {
  push(expression.span);
  if (expression.kind === 'template') push(expression.inner);
  if (expression.kind === 'object') for (const entry of expression.entries) push(entry.span);
  if (expression.kind === 'reference') push(expression.root.span);
  const child = childrenOf(expression).find(([each]) => each.span.start <= offset && offset <= each.span.end);
  if (child) selectExpression(child[0], offset, push);
}
