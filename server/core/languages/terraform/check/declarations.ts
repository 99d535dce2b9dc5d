import { isIdentifier } from '../../../syntax/hcl/characters.ts';
import type { Declaration } from '../read/declaration.ts';
import type { CheckContext } from './context.ts';
import { removal } from './edits.ts';

const UNIQUE = new Set([
  'variable',
  'local',
  'output',
  'resource',
  'data',
  'ephemeral',
  'module',
  'provider',
  'check',
  'action',
  'list',
  'component',
  'stack',
]);
const RESERVED = new Set(['source', 'version', 'providers', 'count', 'for_each', 'lifecycle', 'depends_on', 'locals']);

/** Stacks and deployments name each thing once. */
export function checkNamedOnce(context: CheckContext): void {
  for (const declared of context.reading.declarations) {
    const isNamed = declared.kind === 'other' && declared.block.labels.length > 0;
    if (isNamed || UNIQUE.has(declared.kind)) checkUnique(context, declared);
  }
}

/** Each name once, names that are allowed, and no name that nobody uses. */
export function checkDeclarations(context: CheckContext): void {
  for (const declared of context.reading.declarations) {
    if (UNIQUE.has(declared.kind)) checkUnique(context, declared);
    checkName(context, declared);
    if (context.form.override && OVERRIDDEN.has(declared.kind)) checkOverridden(context, declared);
    if (declared.kind === 'variable' || declared.kind === 'local') checkUsed(context, declared);
  }
}

function checkUnique(context: CheckContext, declared: Declaration): void {
  const all = (context.module.declared.get(declared.address) ?? []).filter(({ reading }) => !reading.form.override);
  const list =
    context.form.kind === 'test'
      ? context.reading.declarations.filter(({ address }) => address === declared.address)
      : all;
  const [first] = list;
  if (
    context.form.override ||
    !first ||
    list.length < 2 ||
    (first.block === declared.block && first.attribute === declared.attribute)
  )
    return;
  const path =
    'reading' in first
      ? (first as { reading: { source: { path: string } } }).reading.source.path
      : context.reading.source.path;
  const where = path === context.reading.source.path ? 'above' : `in ${path.slice(path.lastIndexOf('/') + 1)}`;
  const message = `"${declared.address}" is already declared ${where}; a module declares a name once.`;
  const related = [
    { message: 'First declared here.', span: first.header, ...(path !== context.reading.source.path && { path }) },
  ];
  context.report(
    'duplicate-definition',
    'error',
    message,
    { span: declared.name.span, node: declared.address },
    { related },
  );
}

const OVERRIDDEN = new Set(['variable', 'local', 'output', 'resource', 'data', 'module']);

/** An override file changes what another file declares. */
function checkOverridden({ module, report }: CheckContext, { address, name }: Declaration): void {
  const all = module.declared.get(address) ?? [];
  if (module.broken || all.some(({ reading }) => !reading.form.override)) return;
  const message = `"${address}" is not declared in any other file: an override file only changes what is declared elsewhere.`;
  report('invalid-override', 'error', message, { span: name.span, node: address });
}

function checkName(context: CheckContext, { kind, name, address, block }: Declaration): void {
  const at = { span: name.span, node: address };
  if (kind === 'variable' && RESERVED.has(name.value)) {
    context.report(
      'reserved-name',
      'error',
      `"${name.value}" cannot be the name of a variable: a module call uses it itself.`,
      at,
    );
  } else if (kind !== 'other' && kind !== 'provider' && !isIdentifier(name.value) && block.labels.length > 0) {
    const message = `"${name.value}" is not a name: it begins with a letter or "_" and goes on with letters, digits, "_" and "-".`;
    context.report('reserved-name', 'error', message, at);
  }
}

function checkUsed(context: CheckContext, { kind, name, address, span }: Declaration): void {
  const { module, reading } = context;
  if (module.broken || reading.form.override || context.form.kind !== 'configuration') return;
  const uses = (module.uses.get(address) ?? []).filter(
    ({ position, owner }) => position !== 'assignment' && owner !== address,
  );
  if (uses.length > 0) return;
  const word = kind === 'variable' ? 'variable' : 'local value';
  const fixes = [removal(reading.hcl.text, `Remove the ${word} "${name.value}"`, span)];
  const message = `Nothing in the module uses the ${word} "${name.value}".`;
  context.report(
    'unused-declaration',
    'hint',
    message,
    { span: name.span, node: address },
    { tags: ['unnecessary'], fixes },
  );
}
