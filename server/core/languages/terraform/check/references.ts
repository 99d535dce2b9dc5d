import type { Fix } from '../../../model/finding.ts';
import { closest } from '../../../schema/closest.ts';
import { attributeOf } from '../../../syntax/hcl/walk.ts';
import { moduleOfRun } from '../read/callee.ts';
import { mayBeGenerated } from '../read/generated.ts';
import { calledModule, declarationOf, type Module } from '../read/module.ts';
import { snapshotOf } from '../read/snapshot.ts';
import type { Use, UseKind } from '../read/use.ts';
import { schemaOf } from '../schema/place.ts';
import { compareVersions, lowest } from '../schema/version.ts';
import { type CheckContext, hint, listed, replaceFix } from './context.ts';
import { declareFix, declareInModule } from './declare.ts';
import { checkFields } from './fields.ts';
import { checkGiven, checkSelfByName } from './given.ts';
import { checkRunOutput } from './tests.ts';

const WORDS: Readonly<Partial<Record<UseKind, string>>> = {
  variable: 'variable',
  local: 'local value',
  module: 'module',
  data: 'data source',
  ephemeral: 'ephemeral resource',
  action: 'action',
  resource: 'resource',
  run: 'run',
  check: 'check',
  output: 'output',
  list: 'list',
};

/** Every name that is used must be declared in the module, and what is selected from it must exist. */
export function checkReferences(context: CheckContext): void {
  for (const use of context.reading.uses) {
    if (use.kind === 'given') checkGiven(context, use);
    else if (use.kind === 'bare') bareName(context, use);
    else if (use.kind !== 'provider') checkUse(context, use);
  }
}

function checkUse(context: CheckContext, use: Use): void {
  if (use.position === 'past-address' || use.position === 'assignment' || WORDS[use.kind] === undefined) return;
  if ((use.path[0] === 'import' || use.path[0] === 'moved') && use.position === 'address') return;
  const module = testedBy(context, use);
  if (!module || module.readings.length === 0 || isSetForTest(context, use)) return;
  const own = context.reading.byAddress.get(use.address);
  const declared = own ?? declarationOf(module, use.address);
  checkSelfByName(context, use);
  if (!declared) undeclared(context, use, module);
  else if (use.guarded && use.kind !== 'resource' && use.kind !== 'data') return;
  else if (use.kind === 'run') checkRunOutput(context, use, declared.block);
  else if (use.kind === 'variable' || use.kind === 'local') checkFields(context, use, declared);
  else if (use.kind === 'module') checkOutput(context, use, module);
  else if ((use.kind === 'resource' || use.kind === 'data') && declared.type)
    checkResult(context, use, declared.type.value, module);
}

/** The module a reference of a test means: that of the `module` block of its run, else the one under test. */
function testedBy(context: CheckContext, use: Use): Module | undefined {
  if (context.form.kind !== 'test') return context.module;
  return use.block?.type.value === 'run' ? moduleOfRun(context.module, use.block, context.project) : context.module;
}

/** Variables of a test may be set in its file or in a file of values without being declared. */
function isSetForTest({ form, reading, module }: CheckContext, use: Use): boolean {
  if (form.kind !== 'test' || use.kind !== 'variable') return false;
  const isSet = ({ position, address }: Use) => position === 'assignment' && address === use.address;
  return reading.uses.some(isSet) || (module.uses.get(use.address) ?? []).some(isSet);
}

function undeclared(context: CheckContext, use: Use, module: Module): void {
  if (mayBeLost(module, use) || mayBeGenerated(use.name.value, module.folder, snapshotOf(context.project))) return;
  const names = siblings(module, use);
  const near = closest(use.name.value, names);
  const fixes: Fix[] = near === undefined ? [] : [replaceFix(`Change to "${near}"`, use.name.span, near)];
  const declare = declareFix(context, use);
  if (declare) fixes.push(declare);
  const test = context.form.kind === 'test';
  const word = WORDS[use.kind] ?? 'thing';
  const hinted =
    near !== undefined
      ? hint(near)
      : names.length > 0 && names.length <= 6 && use.kind !== 'resource'
        ? ` Declared: ${listed(names)}.`
        : '';
  const message = `No ${word} ${use.kind === 'resource' ? `"${use.address}"` : `"${use.name.value}"`} is declared in ${test ? 'the module under test' : 'this module'}.${hinted}`;
  // Values of variables may come from the command line and from the environment.
  const severity = test && use.kind === 'variable' ? 'warning' : 'error';
  context.report(
    test ? 'test-reference' : 'undeclared-reference',
    severity,
    message,
    { span: use.span, node: use.owner },
    { fixes },
  );
}

/** Names of the same kind, and of the same type where there is one. */
function siblings(module: Module, use: Use): string[] {
  const prefix = use.address.slice(0, use.address.length - use.name.value.length);
  return [...module.declared].flatMap(([address, [declared]]) =>
    address.startsWith(prefix) && declared && !address.slice(prefix.length).includes('.') ? [declared.name.value] : [],
  );
}

/** A tool writes the declaration, or a file that could not be read whole seems to hold it. */
function mayBeLost(module: Module, use: Use): boolean {
  if (module.generated) return true;
  if (!module.broken) return false;
  const broken = module.readings.filter(({ hcl }) => hcl.problems.length > 0);
  const name = use.name.value;
  return broken.some(
    ({ hcl }) =>
      hcl.text.includes(`"${name}"`) || (use.kind === 'local' && new Set(hcl.text.split(/[^\w-]+/)).has(name)),
  );
}

function checkOutput(context: CheckContext, use: Use, module: Module): void {
  const call = declarationOf(module, use.address);
  const called = call && calledModule(call, context.project);
  const step = use.rest.find((each) => each.kind === 'name' && !each.legacy);
  if (!called || called.broken || step?.kind !== 'name' || step.name.value === '' || use.position === 'address') return;
  if (called.declared.has(`output.${step.name.value}`)) return;
  const names = [...called.declared.values()].flatMap(([each]) => (each?.kind === 'output' ? [each.name.value] : []));
  const near = closest(step.name.value, names);
  const fixes: Fix[] = near === undefined ? [] : [replaceFix(`Change to "${near}"`, step.name.span, near)];
  const declare = declareInModule(called, 'output', step.name.value);
  if (declare) fixes.push(declare);
  const known = names.length === 0 ? ' It has none.' : near === undefined ? ` It has ${listed(names)}.` : hint(near);
  context.report(
    'module-output',
    'error',
    `The module "${use.name.value}" has no output "${step.name.value}".${known}`,
    { span: step.name.span, node: use.owner },
    { fixes },
  );
}

/** The first thing that is selected from a resource or data source, after its instance. */
function checkResult(context: CheckContext, use: Use, type: string, module: Module): void {
  const [first, second] = use.rest;
  const step =
    first?.kind === 'name' && !first.legacy ? first : second?.kind === 'name' && !second.legacy ? second : undefined;
  const declared = declarationOf(module, use.address);
  if (step?.kind !== 'name' || step.name.value === '' || !declared || use.path.at(-1) === 'lifecycle') return;
  if (type === 'terraform_remote_state' && isBefore012(module)) return;
  const { schema, uncertain } = schemaOf(declared.block, type, { ...context, module });
  const body = use.kind === 'data' ? schema?.data(type) : schema?.resource(type);
  if (!body || uncertain || body.items.has(step.name.value) || step.name.value === 'id') return;
  if (attributeOf(declared.block.body, 'for_each') && first === step) return;
  const near = closest(step.name.value, body.items.keys());
  const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, step.name.span, near)];
  const version = schema ? ` in ${schema.where}` : '';
  context.report(
    'unknown-result-attribute',
    'warning',
    `"${type}" has no attribute "${step.name.value}"${version}.${hint(near)}`,
    { span: step.name.span, node: use.owner },
    { fixes, kind: 'schema' },
  );
}

/** Terraform 0.11 and older, whose language was another one. */
export function isBefore012(module: Module): boolean {
  const least = lowest(module.requiredVersion);
  return least !== undefined && (compareVersions(least, '0.12') ?? 0) < 0;
}

function bareName(context: CheckContext, use: Use): void {
  const { value, span } = use.name;
  const names = context.module.declared;
  const fixes: Fix[] = ['var', 'local', 'module'].flatMap((prefix) =>
    names.has(`${prefix}.${value}`) ? [replaceFix(`Change to "${prefix}.${value}"`, span, `${prefix}.${value}`)] : [],
  );
  fixes.push(replaceFix(`Put "${value}" in quotes`, span, `"${value}"`, 'confirm'));
  const word = ['var', 'local', 'module', 'data', 'each', 'count', 'path', 'terraform', 'run', 'ephemeral'].includes(
    value,
  );
  const message = word
    ? `"${value}" needs a name after it: ${value}.…`
    : `"${value}" alone is not a reference. A resource is named by type and name (${value}.name), a variable by var.${value}, text stands in quotes.`;
  context.report('undeclared-reference', 'error', message, { span, node: use.owner }, { fixes: word ? [] : fixes });
}
