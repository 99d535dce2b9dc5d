import type { Span } from '../../../model/span.ts';
import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import type { HclAttribute, HclBlock, HclEntry } from '../../../syntax/hcl.ts';
import { calledModule, type Declared, type Module } from '../read/module.ts';
import { providerNamed } from '../schema/providers.ts';
import { lackOf } from '../schema/release.ts';
import type { CheckContext } from './context.ts';
import { insertLine } from './edits.ts';

/** What a called module asks of its caller beside inputs: provider configurations, and what only a root module may hold. */
export function checkModuleProviders(context: CheckContext): void {
  if (context.form.kind !== 'configuration' || context.form.json) return;
  for (const call of context.reading.declarations) {
    if (call.kind !== 'module') continue;
    const called = calledModule({ ...call, reading: context.reading }, context.project);
    if (!called || called.broken || called.readings.length === 0) continue;
    checkOwnProviders(context, call.block, called, call.address);
    checkGiven(context, call.block, called, call.address);
    checkWanted(context, call.block, called, call.address);
    checkImports(context, call.block, called, call.address);
    checkState(context, call.block, called, call.address);
  }
}

/** A module that configures providers itself cannot be repeated: with a copy its configuration would go too. */
function checkOwnProviders(context: CheckContext, block: HclBlock, called: Module, node: string): void {
  const repeated = ['count', 'for_each', 'depends_on']
    .map((name) => attributeOf(block.body, name))
    .find((each) => each);
  const own = repeated && configuredBelow(called, context, new Set())[0];
  if (!repeated || !own) return;
  const message = `The module configures the provider "${own.type?.value ?? ''}" itself, so a call of it cannot use "${repeated.name.value}". Hand the configuration in with "providers".`;
  const related = [{ message: 'It is configured here.', path: own.reading.source.path, span: own.header }];
  context.report('module-provider', 'error', message, { span: repeated.name.span, node }, { related });
}

function configuredIn(called: Module): Declared[] {
  return [...called.declared.values()].flatMap(([each]) =>
    each?.kind === 'provider' && each.block.body.items.some((item) => !isNaming(item)) ? [each] : [],
  );
}

/** In the module and in those it calls; circles of calls are walked once. */
function configuredBelow(called: Module, context: CheckContext, seen: Set<string>): Declared[] {
  if (seen.has(called.folder)) return [];
  seen.add(called.folder);
  const calls = [...called.declared.values()].flatMap(([each]) => (each?.kind === 'module' ? [each] : []));
  const below = calls.flatMap((call) => {
    const inner = calledModule(call, context.project);
    return inner ? configuredBelow(inner, context, seen) : [];
  });
  return [...configuredIn(called), ...below];
}

function isNaming(item: HclBlock['body']['items'][number]): boolean {
  return item.kind !== 'block' && (item.kind === 'unfinished' || ['alias', 'version'].includes(item.name.value));
}

/** Each entry of `providers`: its name in the called module, and what it is given. */
function checkGiven(context: CheckContext, block: HclBlock, called: Module, node: string): void {
  for (const entry of entriesOf(attributeOf(block.body, 'providers'))) {
    const wanted = addressOf(entry.key);
    const given = addressOf(entry.value);
    if (wanted === undefined || given === undefined) continue;
    const at = { span: entry.key.span, node };
    const own = configuredIn(called).find(({ address }) => address === `provider.${wanted}`);
    if (own) {
      const message = `The module configures "${wanted}" itself and cannot take another configuration for it.`;
      context.report('module-provider', 'error', message, at, {
        related: [{ message: 'It is configured here.', path: own.reading.source.path, span: own.header }],
      });
      continue;
    }
    checkKnown(context, entry, { wanted, given, called, node });
    checkEmpty(context, called, wanted, at);
    const inside = sourceOf(wanted, called, context);
    const outside = sourceOf(given, context.module, context);
    if (!called.requiredProviders.has(localOf(wanted)) || inside === outside) continue;
    const message = `"${localOf(given)}" is ${outside} here, but "${localOf(wanted)}" is ${inside} in the module: they are different providers.`;
    context.report('module-provider', 'error', message, { span: entry.value.span, node });
  }
}

/** Before 0.13 an empty block told that a configuration is wanted. */
function checkEmpty(
  { report }: CheckContext,
  called: Module,
  wanted: string,
  at: { readonly span: Span; readonly node: string },
): void {
  const [declared] = called.declared.get(`provider.${wanted}`) ?? [];
  if (!declared?.block.body.items.every(isNaming)) return;
  const message = `The module has an empty block for "${wanted}": that a configuration is wanted is said in required_providers since 0.13${wanted.includes('.') ? ', with configuration_aliases' : ''}.`;
  const related = [{ message: 'The empty block.', path: declared.reading.source.path, span: declared.header }];
  report('deprecated', 'hint', message, at, { related, tags: ['deprecated'] });
}

interface Handed {
  readonly wanted: string;
  readonly given: string;
  readonly called: Module;
  readonly node: string;
}

/** A name that neither side declares is taken for a provider of HashiCorp. */
function checkKnown(context: CheckContext, { key, value }: HclEntry, { wanted, given, called, node }: Handed): void {
  const assumed = (name: string) => `so "hashicorp/${name}" is assumed. Name it there with its source.`;
  if (!isDeclared(localOf(wanted), called)) {
    const message = `The module does not have "${localOf(wanted)}" in required_providers, ${assumed(localOf(wanted))}`;
    context.report('module-provider', 'warning', message, { span: key.span, node });
  } else if (!isDeclared(localOf(given), context.module)) {
    const message = `"${localOf(given)}" is neither required nor configured in this module, ${assumed(localOf(given))}`;
    context.report('module-provider', 'warning', message, { span: value.span, node });
  }
}

function isDeclared(local: string, { requiredProviders, declared }: Module): boolean {
  const prefix = `provider.${local}`;
  return (
    requiredProviders.has(local) ||
    [...declared.keys()].some((each) => each === prefix || each.startsWith(`${prefix}.`))
  );
}

/** Configurations the module says it must be given. */
function checkWanted(context: CheckContext, block: HclBlock, called: Module, node: string): void {
  const providers = attributeOf(block.body, 'providers');
  const given = new Set(entriesOf(providers).map(({ key }) => addressOf(key)));
  const wanted = [...called.requiredProviders.values()].flatMap(({ aliases }) => aliases);
  const lacking = wanted.map((address) => address.replace(/^provider\./, '')).filter((each) => !given.has(each));
  if (lacking.length === 0 || (providers && providers.value.kind !== 'object')) return;
  const [first = ''] = lacking;
  const message = `The module must be given the provider configuration${lacking.length > 1 ? 's' : ''} ${lacking.map((each) => `"${each}"`).join(', ')} with "providers".`;
  const edit = providers
    ? undefined
    : insertLine(context.reading.hcl.text, block, `providers = { ${first} = ${localOf(first)} }`);
  const fixes = edit ? [{ title: `Hand in "${first}"`, safety: 'suggestion' as const, edits: [edit] }] : [];
  context.report('module-provider', 'error', message, { span: providers?.name.span ?? block.header, node }, { fixes });
}

/** Imports belonged to the root module before Terraform 1.16, and do so in OpenTofu. */
function checkImports(context: CheckContext, block: HclBlock, called: Module, node: string): void {
  const isTofu = context.module.dialect === 'opentofu';
  const lack = lackOf({ since: '1.16', tofu: null }, context.module);
  if (lack === undefined) return;
  for (const reading of called.readings) {
    const [first] = blocksOf(reading.hcl.body, 'import');
    if (!first) continue;
    const related = [{ message: 'The import.', path: reading.source.path, span: first.header }];
    const at = { span: block.header, node };
    const message = 'The module has an "import" block, which only a root module may have.';
    if (isTofu) context.report('invalid-import', 'error', message, at, { related });
    else context.report('version-gate', 'warning', `An import in a called module ${lack}`, at, { related });
    return;
  }
}

/** Only a root module says where state is kept. */
function checkState(context: CheckContext, block: HclBlock, called: Module, node: string): void {
  for (const reading of called.readings) {
    const blocks = blocksOf(reading.hcl.body, 'terraform').flatMap(({ body }) => blocksOf(body));
    const keeper = blocks.find(({ type }) => type.value === 'backend' || type.value === 'cloud');
    if (!keeper) continue;
    const related = [{ message: 'It is said here.', path: reading.source.path, span: keeper.header }];
    const message = `The module says where state is kept ("${keeper.type.value}"), which is heeded in a root module only.`;
    context.report('module-state', 'warning', message, { span: block.header, node }, { related });
    return;
  }
}

function entriesOf(providers: HclAttribute | undefined): readonly HclEntry[] {
  return providers?.value.kind === 'object' ? providers.value.entries : [];
}

/** `aws` or `aws.east`. */
function addressOf(expression: HclEntry['key']): string | undefined {
  if (expression.kind !== 'reference') return undefined;
  const [alias] = expression.steps;
  return alias?.kind === 'name' ? `${expression.root.value}.${alias.name.value}` : expression.root.value;
}

function localOf(address: string): string {
  return address.split('.', 1)[0] ?? address;
}

function sourceOf(address: string, module: Module, { project, data }: CheckContext): string {
  return providerNamed(localOf(address), module, project, data).source;
}
