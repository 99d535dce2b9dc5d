import type { Hover } from '../../../model/editor.ts';
import type { Span, Written } from '../../../model/span.ts';
import { replacement } from '../../../schema/replacement.ts';
import type { HclBlock, HclExpression } from '../../../syntax/hcl.ts';
import type { Surroundings } from '../../language.ts';
import { signatureText } from '../check/calls.ts';
import { calledModule, declarationOf } from '../read/module.ts';
import type { TerraformReading } from '../read/reading.ts';
import { targetOf } from '../read/use.ts';
import { type Item, typeText } from '../schema/body.ts';
import { functionNeeds, signatureOf } from '../schema/core-data.ts';
import { shortType, Types } from '../schema/infer.ts';
import { bodyAt, itemOf, rootBody, type Setting, schemaOf } from '../schema/place.ts';
import { providerNamed } from '../schema/providers.ts';
import { type BoundPlace, boundType } from './bound.ts';
import { settingFor } from './complete.ts';
import { type CursorPlace, cursorPlace, expressionPlace } from './cursor-place.ts';
import { documentationLink } from './documentation.ts';
import { fieldsIn } from './families.ts';
import { declarationText, typeLine } from './hover-declaration.ts';
import { code, escaped, paragraphs } from './markdown.ts';
import { declarationsOf, subjectAt } from './navigate.ts';

interface Asked {
  readonly reading: TerraformReading;
  readonly place: CursorPlace;
  readonly offset: number;
  readonly setting: Setting;
  readonly around: Surroundings;
}

/** What the thing under the cursor is: types, values, and whether a change of it replaces the resource. */
export function hoverTerraform(reading: TerraformReading, offset: number, around: Surroundings): Hover | undefined {
  const place = cursorPlace(reading, offset);
  const asked: Asked = { reading, place, offset, setting: settingFor(reading, around), around };
  return hoverPlace(asked) ?? (place.kind === 'nothing' ? undefined : hoverSubject(asked));
}

function hoverPlace({ reading, place, offset, setting, around }: Asked): Hover | undefined {
  if (place.kind === 'item') return hoverItem(place, offset, setting);
  if (place.kind === 'label') return hoverLabel(reading, place, setting);
  return place.kind === 'value' ? hoverValue(place, offset, setting, around) : undefined;
}

/** What is declared elsewhere and named here: an input of a component, an output of a run; an attribute of what is mocked. */
function hoverSubject({ reading, place, offset, setting, around }: Asked): Hover | undefined {
  const subject = subjectAt(reading, offset, around);
  const [declared] = subject ? declarationsOf(subject, reading) : [];
  if (subject && declared)
    return { markdown: declarationText(declared, { ...setting, module: subject.module }), span: subject.span };
  if (place.kind !== 'value' || place.attribute.value.kind !== 'object') return undefined;
  const key = place.attribute.value.entries.find(
    (each) => each.key.span.start <= offset && offset <= each.key.span.end,
  );
  const field = fieldsIn(place.attribute.name.value, place.blocks, setting, reading)?.get(key?.name ?? '');
  return (
    key &&
    field && {
      markdown: `**${escaped(key.name ?? '')}** ${code(typeText(field.type).slice(0, 80))}`,
      span: key.key.span,
    }
  );
}

function hoverItem(
  { blocks, word, body: written }: Extract<CursorPlace, { kind: 'item' }>,
  offset: number,
  setting: Setting,
): Hover | undefined {
  const on = written.items.find((item) => {
    const span = item.kind === 'attribute' ? item.name.span : item.type.span;
    return span.start <= offset && offset <= span.end;
  });
  const name = on?.kind === 'attribute' ? on.name.value : on?.type.value;
  if (!on || name === undefined) return undefined;
  if (setting.form.kind === 'variables') return hoverAddress(`var.${name}`, word, setting);
  if (blocks.at(-1)?.type.value === 'locals') return hoverAddress(`local.${name}`, word, setting);
  const body = blocks.length > 0 ? bodyAt(blocks, setting) : rootBody(setting);
  const item = body && itemOf(body, name);
  return item && { markdown: itemText(item, blocks, setting), span: word };
}

function itemText(item: Item, blocks: readonly HclBlock[], setting: Setting): string {
  const what = item.form === 'block' ? 'block' : item.type ? typeText(item.type) : 'argument';
  const shape = what.length > 80 ? (item.type?.kind ?? 'object') : what;
  const need = item.computed ? 'set by the provider' : item.required ? 'required' : 'optional';
  const since = sinceText(item);
  return paragraphs(
    `**${escaped(item.name)}** ${code(shape)} · ${need}${since}${flagText(item)}`,
    item.text && escaped(item.text),
    replaceText(item, blocks, setting),
    ownText(blocks, setting),
    documentationLink(blocks, item.name, setting),
  );
}

function sinceText({ since, tofu, onlyTofu }: Item): string {
  if (onlyTofu) return ` · OpenTofu only, since ${tofu}`;
  return since === undefined ? '' : ` · since Terraform ${since}`;
}

function flagText({ deprecated, sensitive, writeOnly }: Item): string {
  return [deprecated && ' · deprecated', sensitive && ' · sensitive', writeOnly && ' · write-only']
    .filter((flag) => flag !== undefined && flag !== false && flag !== '')
    .join('');
}

/** That the answer is of the workspace's own schema file, not of a bundled one. */
function ownText([top]: readonly HclBlock[], setting: Setting): string | undefined {
  const type = top?.labels[0]?.value;
  if (!top || type === undefined || !PROVIDED.has(top.type.value)) return undefined;
  const { module, project, data } = setting;
  const { schema } =
    top.type.value === 'provider' ? providerNamed(type, module, project, data) : schemaOf(top, type, setting);
  return schema?.file === undefined ? undefined : `From ${code(schema.file)}, in place of the bundled schema.`;
}

const PROVIDED = new Set(['resource', 'data', 'ephemeral', 'provider']);

/** "Forces replacement", with what says so. */
function replaceText(item: Item, blocks: readonly HclBlock[], setting: Setting): string | undefined {
  const [top] = blocks;
  const type = top?.labels[0]?.value;
  if (top?.type.value !== 'resource' || type === undefined || META.has(item.name) || item.computed) return undefined;
  const path = [...blocks.slice(1).map((block) => block.type.value), item.name].join('.');
  const { forces, via } = replacement('terraform', type, path, setting.data);
  if (forces === 'yes') return `A change **forces replacement** of the resource (${escaped(via)}).`;
  if (forces === 'maybe') return `A change **may replace** the resource (${escaped(via)}).`;
  return forces === 'no'
    ? `A change updates the resource in place (${escaped(via)}).`
    : 'Whether a change replaces the resource is unknown.';
}

const META = new Set([
  'count',
  'for_each',
  'depends_on',
  'provider',
  'lifecycle',
  'connection',
  'provisioner',
  'dynamic',
  'timeouts',
  'create_before_destroy',
  'prevent_destroy',
  'ignore_changes',
  'replace_triggered_by',
  'condition',
  'error_message',
  'precondition',
  'postcondition',
  'content',
  'labels',
  'iterator',
]);

function hoverLabel(
  reading: TerraformReading,
  { header, index, word }: Extract<CursorPlace, { kind: 'label' }>,
  setting: Setting,
): Hover | undefined {
  const declared = reading.declarations.find(({ block }) => block === header);
  const type = header.labels[0]?.value;
  const isMock = header.type.value === 'mock_resource' || header.type.value === 'mock_data';
  if (index === 0 && header.kind === 'block' && (declared?.type || isMock) && type !== undefined) {
    return {
      markdown: paragraphs(
        `**${escaped(type)}**`,
        typeLine(type, setting),
        ownText([header], setting),
        documentationLink([header], undefined, setting),
      ),
      span: word,
    };
  }
  return declared && hoverAddress(declared.address, word, setting);
}

function hoverAddress(address: string, span: Span, setting: Setting): Hover | undefined {
  const declared = declarationOf(setting.module, address);
  return declared && { markdown: declarationText(declared, setting), span };
}

function hoverValue(
  { attribute, blocks }: Extract<CursorPlace, { kind: 'value' }>,
  offset: number,
  setting: Setting,
  around: Surroundings,
): Hover | undefined {
  const { chain } = expressionPlace(attribute.value, offset);
  const call = chain.find((each) => each.kind === 'call');
  if (call?.kind === 'call' && call.name.span.start <= offset && offset <= call.name.span.end)
    return hoverFunction(call.name.value, call.name.span, around);
  const reference = chain.find(
    (each): each is Extract<HclExpression, { kind: 'reference' }> => each.kind === 'reference',
  );
  if (!reference || reference !== chain[0]) return undefined;
  const bound = hoverBound(reference, { chain, blocks }, offset, setting);
  if (bound) return bound;
  if (reference.root.value === 'self' && offset > reference.root.span.end)
    return hoverSelf(reference, blocks, offset, setting);
  const target = targetOf(reference);
  if (!target || target.kind === 'given') return hoverGiven(reference.root.value, reference.span);
  if (offset <= target.span.end) return hoverAddress(target.address, target.span, setting);
  return hoverMember(reference, target.address, offset, setting);
}

/** A name of a loop, and what is selected from it, by its type. */
function hoverBound(
  { root, steps }: Extract<HclExpression, { kind: 'reference' }>,
  place: BoundPlace,
  offset: number,
  setting: Setting,
): Hover | undefined {
  const index = steps.findIndex(({ span }) => span.start <= offset && offset <= span.end);
  const step = steps[index];
  const type = boundType(root.value, steps.slice(0, index + 1), place, setting);
  if (!type) return undefined;
  const name = step?.kind === 'name' ? step.name : root;
  if (name.value === '') return undefined;
  const shown = shortType(type, 80);
  const text = `**${escaped(name.value)}**${shown === undefined ? '' : ` ${code(shown)}`} · ${step ? 'of' : 'named by'} ${step ? code(root.value) : 'the loop'}`;
  return { markdown: text, span: name.span };
}

/** An attribute of the resource around. */
function hoverSelf(
  { steps: [step] }: Extract<HclExpression, { kind: 'reference' }>,
  [top]: readonly HclBlock[],
  offset: number,
  setting: Setting,
): Hover | undefined {
  const type = top?.labels[0]?.value;
  if (!top || type === undefined || step?.kind !== 'name' || offset > step.name.span.end) return undefined;
  const { schema } = schemaOf(top, type, setting);
  const item = schema?.resource(type)?.items.get(step.name.value);
  return item && { markdown: attributeText(item, top, setting), span: step.name.span };
}

function attributeText(item: Item, block: HclBlock, setting: Setting): string {
  const [type = '', name = ''] = block.labels.map(({ value }) => value);
  return paragraphs(
    `**${escaped(item.name)}** ${code(item.type ? typeText(item.type).slice(0, 80) : 'block')} · attribute of ${code(`${type}.${name}`)}`,
    documentationLink([block], item.name, setting),
  );
}

function hoverMember(
  reference: Extract<HclExpression, { kind: 'reference' }>,
  address: string,
  offset: number,
  setting: Setting,
): Hover | undefined {
  const step = reference.steps.find(
    (each) => each.kind === 'name' && each.name.span.start <= offset && offset <= each.name.span.end,
  );
  const declared = declarationOf(setting.module, address);
  const first = reference.steps.find((each) => each.kind === 'name' && each.name.value !== address.split('.')[1]);
  if (step?.kind === 'name' && declared?.kind === 'module' && step === first) {
    const called = calledModule(declared, setting.project);
    const output = called && declarationOf(called, `output.${step.name.value}`);
    return output && { markdown: declarationText(output, { ...setting, module: called }), span: step.name.span };
  }
  if (step?.kind === 'name' && declared && !declared.type) return hoverPart(reference, step.name, address, setting);
  if (step?.kind !== 'name' || !declared?.type) return undefined;
  const { schema } = schemaOf(declared.block, declared.type.value, setting);
  const body = declared.kind === 'data' ? schema?.data(declared.type.value) : schema?.resource(declared.type.value);
  const item = body && itemOf(body, step.name.value);
  if (!item) return undefined;
  const link = documentationLink([declared.block], item.name, setting);
  return {
    markdown: paragraphs(
      `**${escaped(item.name)}** ${code(item.type ? typeText(item.type).slice(0, 80) : 'block')} · attribute of ${code(address)}`,
      link,
    ),
    span: step.name.span,
  };
}

const DOCUMENTED = 'https://developer.hashicorp.com/terraform/language/functions';

/** Something in a variable, a local value or an output, by its type. */
function hoverPart(
  { root, steps }: Extract<HclExpression, { kind: 'reference' }>,
  name: Written,
  address: string,
  setting: Setting,
): Hover | undefined {
  const until = steps.findIndex((step) => step.kind === 'name' && step.name === name);
  const text = shortType(new Types(setting).ofReference(root.value, steps.slice(0, until + 1)), 80);
  if (text === undefined) return undefined;
  return { markdown: `**${escaped(name.value)}** ${code(text)} · of ${code(address)}`, span: name.span };
}

function hoverFunction(name: string, span: Span, { data }: Surroundings): Hover | undefined {
  const signature = signatureOf(name, data);
  if (!signature) return undefined;
  const { since, tofu, onlyTofu } = functionNeeds(name, data);
  const site = onlyTofu ? 'https://opentofu.org/docs/language/functions' : DOCUMENTED;
  const page = name.replace(/^core::/, '').replace(/^assume.*/, 'assume_family');
  return {
    markdown: paragraphs(
      code(signatureText(name, signature)),
      onlyTofu ? `OpenTofu only, since ${tofu}.` : since && `Since Terraform ${since}.`,
      `[Documentation](${site}/${page})`,
    ),
    span,
  };
}

const GIVEN: Readonly<Record<string, string>> = {
  each: 'The element of `for_each`: `each.key` and `each.value`.',
  count: '`count.index`: number of the copy, from 0.',
  self: 'The resource this block belongs to.',
  path: '`path.module`: folder of this module; `path.root`: of the root module; `path.cwd`: where Terraform was started.',
  terraform: '`terraform.workspace`: name of the workspace.',
};

function hoverGiven(root: string, span: Span): Hover | undefined {
  const text = Object.hasOwn(GIVEN, root) ? GIVEN[root] : undefined;
  return text === undefined ? undefined : { markdown: text, span };
}
