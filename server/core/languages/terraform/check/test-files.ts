import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import { type HclBlock, type HclBody, type HclExpression, type HclLabel, literalString } from '../../../syntax/hcl.ts';
import { targetOf } from '../read/use.ts';
import type { CheckContext } from './context.ts';

/** What a test file says by itself: each thing once, overrides of the right kind, runs in their order. */
export function checkTestFile(context: CheckContext): void {
  const { body } = context.reading.hcl;
  const runs = blocksOf(body, 'run');
  checkProvidersOnce(context, body);
  checkOverrides(context, body, '');
  checkMocksOnce(context, body, '');
  for (const mock of blocksOf(body, 'mock_provider')) {
    const node = `mock_provider.${mock.labels[0]?.value ?? ''}`;
    checkOverrides(context, mock.body, node);
    checkMocksOnce(context, mock.body, node);
  }
  for (const run of runs) checkOverrides(context, run.body, nodeOf(run));
  checkOrder(context, runs);
  checkBackends(context, runs);
  for (const provider of blocksOf(body, 'provider')) {
    const version = attributeOf(provider.body, 'version');
    const message = 'The version of a provider is said by the module under test, not by a test file.';
    if (version) context.report('wrong-type', 'error', message, { span: version.name.span, node: 'provider' });
  }
}

function nodeOf(run: HclBlock): string {
  return `run.${run.labels[0]?.value ?? ''}`;
}

/** `aws`, `aws.east`: the name of a configuration, of a real provider or of a mocked one. */
export function configurationOf({ labels, body }: HclBlock): string {
  const alias = literalString(attributeOf(body, 'alias')?.value);
  return [labels[0]?.value ?? '', ...(alias === undefined ? [] : [alias])].join('.');
}

/** That two blocks of `provider` are one too many is said with the other declarations. */
function checkProvidersOnce(context: CheckContext, body: HclBody): void {
  const seen = new Map<string, string>();
  for (const block of blocksOf(body)) {
    const type = block.type.value;
    if (type !== 'provider' && type !== 'mock_provider') continue;
    const name = configurationOf(block);
    const before = seen.get(name);
    seen.set(name, type);
    const isSaid = before === undefined || (before === 'provider' && type === 'provider');
    if (isSaid || (before !== type && context.module.dialect === 'opentofu')) continue;
    const message = `"${name}" is configured above already, by "${before}": a test file has one configuration of that name.`;
    const span = block.labels[0]?.inner ?? block.type.span;
    context.report('duplicate-definition', 'error', message, { span, node: `${type}.${name}` });
  }
}

const OVERRIDDEN: Readonly<Record<string, { readonly kind: string; readonly word: string }>> = {
  override_resource: { kind: 'resource', word: 'a resource' },
  override_data: { kind: 'data', word: 'a data source' },
  override_module: { kind: 'module', word: 'a module' },
};

/** Each target once in a body, and of the kind that the block is for; what it gets is an object. */
function checkOverrides(context: CheckContext, body: HclBody, node: string): void {
  const seen = new Set<string>();
  for (const block of blocksOf(body)) {
    const { kind, word } = OVERRIDDEN[block.type.value] ?? {};
    const value = attributeOf(block.body, 'target')?.value;
    if (kind === undefined) continue;
    checkObject(context, block, kind === 'module' ? 'outputs' : 'values', node);
    if (value?.kind !== 'reference') continue;
    const text = context.reading.hcl.text.slice(value.span.start, value.span.end).replace(/\s+/g, '');
    const at = { span: value.span, node };
    const found = kindOf(value);
    if (found !== undefined && found !== kind)
      context.report('mock-target', 'error', `"${block.type.value}" is for ${word}, and "${text}" is none.`, at);
    else if (seen.has(text))
      context.report('duplicate-definition', 'error', `"${text}" is overridden above already.`, at);
    seen.add(text);
  }
}

/** The kind of the last part of an address: `module.a.aws_lb.b` is a resource. */
function kindOf(value: Extract<HclExpression, { kind: 'reference' }>): string | undefined {
  let target = targetOf(value);
  while (target?.kind === 'module') {
    const rest = target.rest.filter((step) => step.kind === 'name');
    const [root, ...steps] = rest;
    if (root?.kind !== 'name') return 'module';
    target = targetOf({ kind: 'reference', root: root.name, steps, span: value.span });
  }
  return target?.kind;
}

function checkObject({ report }: CheckContext, block: HclBlock, name: string, node: string): void {
  const value = attributeOf(block.body, name)?.value;
  const isSingle =
    value?.kind === 'literal' || (value?.kind === 'template' && value.parts.every(({ kind }) => kind === 'text'));
  if (!value || (!isSingle && value.kind !== 'tuple')) return;
  report('wrong-type', 'error', `"${name}" is an object: { name = value }.`, { span: value.span, node });
}

function checkMocksOnce(context: CheckContext, body: HclBody, node: string): void {
  const seen = new Set<string>();
  for (const block of blocksOf(body)) {
    const label: HclLabel | undefined = block.labels[0];
    const type = block.type.value;
    if (!label || (type !== 'mock_resource' && type !== 'mock_data')) continue;
    checkObject(context, block, 'defaults', node);
    const key = `${type} ${label.value}`;
    const message = `"${label.value}" is mocked above already.`;
    if (seen.has(key)) context.report('duplicate-definition', 'error', message, { span: label.inner, node });
    seen.add(key);
  }
}

/** Runs have names of their own, and know what ran before them. */
function checkOrder(context: CheckContext, runs: readonly HclBlock[]): void {
  const seen = new Map<string, HclBlock>();
  for (const run of runs) {
    const [label] = run.labels;
    if (!label) continue;
    if (seen.has(label.value) && context.module.dialect !== 'opentofu') {
      const message = `A run "${label.value}" stands above already.`;
      // OpenTofu takes both, and nothing may say which of the two reads the file.
      const severity = context.module.dialectSaid ? 'error' : 'warning';
      context.report('duplicate-definition', severity, message, { span: label.inner, node: nodeOf(run) });
    } else seen.set(label.value, run);
  }
  for (const use of context.reading.uses) {
    const run = use.kind === 'run' ? seen.get(use.name.value) : undefined;
    if (!run || use.block?.type.value !== 'run' || run.span.start < use.block.span.start) continue;
    const when = run === use.block ? 'is this run itself' : 'comes later';
    const message = `The run "${use.name.value}" ${when}: only what ran before is known.`;
    context.report('test-reference', 'error', message, { span: use.span, node: use.owner });
  }
}

/** State is loaded by the first run that applies, and by no other that shares it. */
function checkBackends(context: CheckContext, runs: readonly HclBlock[]): void {
  const loaded = new Set<string>();
  for (const run of runs) {
    const [backend] = blocksOf(run.body, 'backend');
    const command = attributeOf(run.body, 'command')?.value;
    const isPlan = command?.kind === 'reference' && command.root.value === 'plan';
    const key = stateOf(run);
    const reason =
      backend?.labels[0]?.value === 'remote'
        ? 'The state of a run cannot be kept by "remote", only by a plain store.'
        : isPlan
          ? 'A run that only plans has no state of its own: "backend" belongs to the first run that applies.'
          : loaded.has(key)
            ? 'A run before this one has made the state already: "backend" belongs to the first run that applies.'
            : undefined;
    if (backend && reason !== undefined)
      context.report('test-reference', 'error', reason, { span: backend.header, node: nodeOf(run) });
    if (!isPlan) loaded.add(key);
  }
}

/** Runs with the same key share a state. */
function stateOf({ body }: HclBlock): string {
  const said = literalString(attributeOf(body, 'state_key')?.value);
  const module = blocksOf(body, 'module')[0];
  return said ?? `module ${literalString(module && attributeOf(module.body, 'source')?.value) ?? ''}`;
}
