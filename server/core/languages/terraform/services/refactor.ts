import type { Refactoring } from '../../../model/editor.ts';
import type { Edit, Span } from '../../../model/span.ts';
import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import { literalString } from '../../../syntax/hcl.ts';
import type { Surroundings } from '../../language.ts';
import { indentAt, insertLine, newlineOf } from '../check/edits.ts';
import type { Declaration } from '../read/declaration.ts';
import { type Module, moduleOf } from '../read/module.ts';
import type { TerraformReading } from '../read/reading.ts';
import { compareVersions, lowest } from '../schema/version.ts';
import { cursorPlace, expressionPlace } from './cursor-place.ts';
import { countRefactoring } from './refactor-count.ts';
import { editsFor } from './rename.ts';
import { stateRefactorings } from './split/index.ts';

/** Refactorings at the cursor: a new name with a `moved` block, copies by name, a text into a variable, guards. */
export function refactoringsTerraform(
  reading: TerraformReading,
  range: Span,
  around: Surroundings,
): readonly Refactoring[] {
  if (reading.form.json || reading.form.kind !== 'configuration') return [];
  const declared = reading.declarations.find(({ header }) => header.start <= range.start && range.end <= header.end);
  const found = [
    ...(declared ? [movedRefactoring(reading, declared, around), named(reading, declared, around)] : []),
    ...(declared ? LIFECYCLE.map((name) => lifecycleRefactoring(reading, declared, name)) : []),
    extraction(reading, range, around),
    guarded(reading, range),
  ];
  return [...found.filter((each) => each !== undefined), ...stateRefactorings(reading, range, around)];
}

function named(reading: TerraformReading, declared: Declaration, { project }: Surroundings): Refactoring | undefined {
  const module = moduleOf(reading, project);
  return canMove(module) ? countRefactoring(reading, declared, module) : undefined;
}

/** `moved` blocks came with Terraform 1.1. */
function canMove({ requiredVersion }: Module): boolean {
  const least = lowest(requiredVersion);
  return least === undefined || (compareVersions(least, '1.1') ?? 0) >= 0;
}

const LIFECYCLE = ['create_before_destroy', 'prevent_destroy'];

/** One more line in the lifecycle block of a resource; the block too where there is none. */
function lifecycleRefactoring(
  reading: TerraformReading,
  { kind, block }: Declaration,
  name: string,
): Refactoring | undefined {
  const lifecycle = blocksOf(block.body, 'lifecycle')[0];
  if (kind !== 'resource' || (lifecycle && attributeOf(lifecycle.body, name))) return undefined;
  const newline = newlineOf(reading.source.text);
  const indent = `${indentAt(reading.source.text, block.span.start)}  `;
  const whole = ['lifecycle {', `${indent}  ${name} = true`, `${indent}}`].join(newline);
  const edit = lifecycle
    ? insertLine(reading.source.text, lifecycle, `${name} = true`)
    : insertLine(reading.source.text, block, whole);
  const edits = edit && [{ path: reading.source.path, edits: [edit] }];
  return edits && { title: `Add ${name}`, kind: 'refactor.rewrite', edits };
}

/** What may fail because something is not there: `try(…, null)`, and `can(…)` in a condition. */
function guarded(reading: TerraformReading, range: Span): Refactoring | undefined {
  const place = cursorPlace(reading, range.start);
  if (place.kind !== 'value') return undefined;
  const { chain } = expressionPlace(place.attribute.value, range.start);
  const reached = chain.find((each) => each.kind === 'reference' || each.kind === 'access');
  const isGuarded = chain.some((each) => each.kind === 'call' && ['try', 'can', 'lookup'].includes(each.name.value));
  const steps = reached?.kind === 'reference' || reached?.kind === 'access' ? reached.steps : [];
  const mayFail = steps.some(({ kind }) => kind === 'index') || steps.length > 2;
  if (!reached || isGuarded || !mayFail || range.end > reached.span.end || ADDRESSES.has(place.attribute.name.value))
    return undefined;
  const text = reading.hcl.text.slice(reached.span.start, reached.span.end);
  const isCondition = place.attribute.name.value === 'condition' && reached === place.attribute.value;
  const wrapped = isCondition ? `can(${text})` : `try(${text}, null)`;
  const edits = [{ path: reading.source.path, edits: [{ span: reached.span, text: wrapped }] }];
  return { title: `Wrap in ${isCondition ? 'can(…)' : 'try(…, null)'}`, kind: 'refactor.rewrite', edits };
}

const ADDRESSES = new Set([
  'depends_on',
  'replace_triggered_by',
  'ignore_changes',
  'provider',
  'from',
  'to',
  'providers',
]);

/** The new name is a proposal: after it the usual rename goes on without losing the object. */
function movedRefactoring(
  reading: TerraformReading,
  declared: Declaration,
  around: Surroundings,
): Refactoring | undefined {
  if (declared.kind !== 'resource' && declared.kind !== 'module') return undefined;
  const module = moduleOf(reading, around.project);
  if (!canMove(module)) return undefined;
  const name = freeName(declared.address, declared.name.value, (address) => module.declared.has(address));
  const target = declared.address.slice(0, declared.address.length - declared.name.value.length) + name;
  const subject = { module, address: declared.address, span: declared.name.span, name: declared.name.value };
  const newline = newlineOf(reading.source.text);
  const block = `${newline}${newline}moved {${newline}  from = ${declared.address}${newline}  to   = ${target}${newline}}`;
  const insert: Edit = { span: { start: declared.span.end, end: declared.span.end }, text: block };
  const edits = editsFor(subject, name, around).map(({ path, edits: own }) =>
    path === reading.source.path ? { path, edits: [...own, insert] } : { path, edits: own },
  );
  return { title: `Rename to "${name}" and add a moved block`, kind: 'refactor.rewrite', edits };
}

function freeName(address: string, name: string, taken: (address: string) => boolean): string {
  const prefix = address.slice(0, address.length - name.length);
  for (let i = 2; ; i++) if (!taken(`${prefix}${name}_${i}`)) return `${name}_${i}`;
}

/** A plain text under the cursor becomes the default of a new variable. */
function extraction(reading: TerraformReading, range: Span, { project }: Surroundings): Refactoring | undefined {
  const owner = reading.declarations.find(
    ({ block, kind }) =>
      (kind === 'resource' || kind === 'module') && block.span.start <= range.start && range.end <= block.span.end,
  );
  const attribute = owner?.block.body.items.find(
    (item) => item.kind === 'attribute' && item.value.span.start <= range.start && range.end <= item.value.span.end,
  );
  if (!owner || attribute?.kind !== 'attribute') return undefined;
  const text = literalString(attribute.value);
  const { name } = attribute;
  if (
    text === undefined ||
    attribute.value.kind !== 'template' ||
    attribute.value.style !== 'quoted' ||
    (owner.kind === 'module' && name.value === 'source')
  )
    return undefined;
  const module = moduleOf(reading, project);
  const free = module.declared.has(`var.${name.value}`)
    ? freeName(`var.${name.value}`, name.value, (address) => module.declared.has(address))
    : name.value;
  const newline = newlineOf(reading.source.text);
  const quoted = reading.source.text.slice(attribute.value.span.start, attribute.value.span.end);
  const home =
    module.readings.find(
      ({ declarations, form }) => !form.json && declarations.some(({ kind }) => kind === 'variable'),
    ) ?? reading;
  const end = home.source.text.length;
  const gap = home.source.text.endsWith('\n') ? newline : newline + newline;
  const block = `${gap}variable "${free}" {${newline}  type    = string${newline}  default = ${quoted}${newline}}${newline}`;
  const use: Edit = { span: attribute.value.span, text: `var.${free}` };
  const declare: Edit = { span: { start: end, end }, text: block };
  const edits =
    home === reading
      ? [{ path: reading.source.path, edits: [use, declare] }]
      : [
          { path: reading.source.path, edits: [use] },
          { path: home.source.path, edits: [declare] },
        ];
  return { title: `Make "${name.value}" a variable`, kind: 'refactor.extract', edits };
}
