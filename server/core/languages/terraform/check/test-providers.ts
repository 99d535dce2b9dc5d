import { closest } from '../../../schema/closest.ts';
import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import type { HclBlock, HclExpression } from '../../../syntax/hcl.ts';
import { moduleOfRun } from '../read/callee.ts';
import type { Module } from '../read/module.ts';
import { providerNamed } from '../schema/providers.ts';
import { type CheckContext, hint, listed, replaceFix } from './context.ts';
import { configurationOf } from './test-files.ts';

/** Provider configurations of a test file: those that runs ask for, and whether all modules mean the same provider by a name. */
export function checkTestProviders(context: CheckContext): void {
  const { body } = context.reading.hcl;
  const blocks = [...blocksOf(body, 'provider'), ...blocksOf(body, 'mock_provider')];
  const names = blocks.map(configurationOf);
  const unsaid = blocksOf(body, 'run').filter((run) => !attributeOf(run.body, 'providers'));
  for (const run of blocksOf(body, 'run')) checkHanded(context, run, names);
  for (const block of blocks) checkMeaning(context, block, unsaid);
}

/** `providers = { aws = aws.east }`: the name in the module, and a configuration of this file. */
function checkHanded(context: CheckContext, run: HclBlock, names: readonly string[]): void {
  const given = attributeOf(run.body, 'providers')?.value;
  const node = `run.${run.labels[0]?.value ?? ''}`;
  const module = moduleOfRun(context.module, run, context.project);
  for (const { key, value } of given?.kind === 'object' ? given.entries : []) {
    const name = addressOf(value);
    if (name === undefined) continue;
    const at = { span: value.span, node };
    if (!names.includes(name)) {
      const near = closest(name, names);
      const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, value.span, near)];
      const known = near === undefined && names.length > 0 ? ` It has ${listed(names)}.` : hint(near);
      const message = `No provider "${name}" is configured in this test file.${known}`;
      context.report('provider-alias', 'error', message, at, { fixes });
    } else if (module) checkSame(context, { name, wanted: addressOf(key), module, at });
  }
}

interface Handed {
  readonly name: string;
  readonly wanted: string | undefined;
  readonly module: Module;
  readonly at: { readonly span: { readonly start: number; readonly end: number }; readonly node: string };
}

function checkSame(context: CheckContext, { name, wanted, module, at }: Handed): void {
  if (wanted === undefined || module.readings.length === 0) return;
  const inside = sourceOf(wanted, module, context);
  const here = sourceOf(name, context.module, context);
  if (inside === here) return;
  const message = `"${localOf(name)}" is ${here}, but "${localOf(wanted)}" is ${inside} in the module: they are different providers.`;
  context.report('module-provider', 'error', message, at);
}

/** A configuration that runs of several modules take by its name is of one provider only. */
function checkMeaning(context: CheckContext, block: HclBlock, runs: readonly HclBlock[]): void {
  const [label] = block.labels;
  if (!label || !isDeclared(label.value, context.module)) return;
  const here = sourceOf(label.value, context.module, context);
  for (const run of runs) {
    const module =
      blocksOf(run.body, 'module').length > 0 ? moduleOfRun(context.module, run, context.project) : undefined;
    if (!module?.requiredProviders.has(label.value)) continue;
    const other = sourceOf(label.value, module, context);
    if (other === here) continue;
    const message = `"${label.value}" is ${here} in the module under test, but ${other} in the module of the run "${run.labels[0]?.value ?? ''}": hand configurations in with "providers".`;
    context.report('module-provider', 'error', message, { span: label.inner, node: `provider.${label.value}` });
    return;
  }
}

function isDeclared(local: string, { requiredProviders, declared }: Module): boolean {
  return requiredProviders.has(local) || declared.has(`provider.${local}`);
}

function sourceOf(name: string, module: Module, { project, data }: CheckContext): string {
  return providerNamed(localOf(name), module, project, data).source;
}

function addressOf(expression: HclExpression): string | undefined {
  if (expression.kind !== 'reference') return undefined;
  const [alias] = expression.steps;
  return alias?.kind === 'name' ? `${expression.root.value}.${alias.name.value}` : expression.root.value;
}

function localOf(name: string): string {
  return name.split('.', 1)[0] ?? name;
}
