import type { Fix } from '../../model/finding.ts';
import { entryIn } from '../../model/table.ts';
import { entryOf, keyText } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import { type CheckContext, finding, PSEUDO_PARAMETERS } from './context.ts';
import { declarationFor } from './declarations.ts';
import { argumentList, inside } from './intrinsic.ts';
import type { NameUse } from './references.ts';
import { generatedResource, SHORT_WAYS } from './serverless.ts';
import { isServerless, LANGUAGE_EXTENSIONS, type Named, resolved, writtenScalar } from './template.ts';

/** Every used name must be declared; every attribute must exist; what is declared should be used. */
export function checkNames(context: CheckContext, uses: readonly NameUse[]): void {
  const lost = keysOf(context);
  for (const use of uses) {
    if (!isDeclared(context, use)) {
      if (!lost.has(use.name.value)) undefinedName(context, use);
    } else if (use.attribute !== undefined) checkAttribute(context, use);
    if (use.how === 'FindInMap') checkMappingKeys(context, use);
  }
  if (context.complete) checkUnused(context, uses);
}

function isDeclared(context: CheckContext, { namespace, name }: NameUse): boolean {
  const { names, template } = context;
  const { value } = name;
  if (namespace === 'condition')
    return names.conditions.has(value) || template.loops.some((loop) => loop.items === undefined);
  if (namespace === 'mapping') return names.mappings.has(value) || template.transforms.includes(LANGUAGE_EXTENSIONS);
  if (namespace === 'parameter') return names.parameters.has(value);
  if (namespace === 'value' && (names.parameters.has(value) || value in PSEUDO_PARAMETERS)) return true;
  return names.resources.has(value) || isGenerated(context, value);
}

/** Logical ids that a transform or a module will add. */
function isGenerated({ template }: CheckContext, name: string): boolean {
  if (template.unknownMacro || template.loops.some((loop) => loop.items === undefined)) return true;
  if (generatedResource(template, name) !== undefined) return true;
  // What a module adds is named after it; nobody can list it.
  const modules = template.resources.filter(({ type }) => type?.value.endsWith('::MODULE'));
  return modules.some((owner) => name.startsWith(owner.name.value) && name !== owner.name.value);
}

function undefinedName(context: CheckContext, use: NameUse): void {
  const { value } = use.name;
  if (use.namespace === 'parameter' || (value.startsWith('AWS::') && use.how === 'Sub' && use.attribute)) return;
  const near = closest(value, candidates(context, use));
  const fixes: Fix[] =
    near === undefined
      ? []
      : [{ title: `Change to ${near}`, safety: 'safe', edits: [{ span: use.name.span, text: near }] }];
  const what = {
    condition: 'condition',
    mapping: 'mapping',
    resource: 'resource',
    parameter: 'parameter',
    value: 'parameter or resource',
  }[use.namespace];
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  const message =
    value === '' ? `${use.how} needs the name of a ${what}.` : `The template declares no ${what} ${value}.${hint}`;
  context.add(
    finding(
      'undefined-reference',
      'error',
      message,
      { span: use.name.span, node: use.owner },
      { kind: 'semantic', fixes: [...fixes, ...declarationFor(context, use)] },
    ),
  );
}

/** Words before a colon: in a broken text a name may be declared in what could not be read. */
function keysOf({ template: { tree }, complete }: CheckContext): ReadonlySet<string> {
  if (complete || tree.notation !== 'yaml') return new Set();
  return new Set(Array.from(tree.text.matchAll(/^[ \t]*["']?([A-Za-z0-9]+)["']?[ \t]*:/gm), ([, key = '']) => key));
}

function candidates({ names }: CheckContext, { namespace }: NameUse): string[] {
  if (namespace === 'condition') return [...names.conditions.keys()];
  if (namespace === 'mapping') return [...names.mappings.keys()];
  if (namespace === 'resource') return [...names.resources.keys()];
  return [...names.parameters.keys(), ...names.resources.keys(), ...Object.keys(PSEUDO_PARAMETERS)];
}

function checkAttribute(context: CheckContext, use: NameUse): void {
  const target = context.names.resources.get(use.name.value);
  const made = target === undefined ? generatedResource(context.template, use.name.value) : undefined;
  const type = target?.type?.value ?? made?.type;
  const { attribute } = use;
  if (type === undefined || attribute === undefined || target?.loop) return;
  if (context.names.parameters.has(use.name.value)) return;
  const entry = context.schema.entry(type);
  if (entry === undefined || type.startsWith('Custom::') || OPEN_ATTRIBUTES.has(type)) return;
  const known = entry.a ?? [];
  const root = attribute.value.split('.')[0] ?? '';
  if ((isServerless(type) || made !== undefined) && SHORT_WAYS.has(root)) return;
  if (attribute.value.includes('${') || known.includes(attribute.value) || known.includes(root)) return;
  // Of some types the service gives every property, and says so nowhere.
  const isProperty = entryIn(context.schema.resource(type)?.p, root) !== undefined;
  const near = closest(attribute.value, known);
  const fixes: Fix[] =
    near === undefined
      ? []
      : [{ title: `Change to ${near}`, safety: 'safe', edits: [{ span: attribute.span, text: near }] }];
  const list =
    known.length === 0
      ? 'It has none.'
      : near === undefined
        ? `It has ${known.slice(0, 8).join(', ')}${known.length > 8 ? ' …' : ''}.`
        : `Did you mean ${near}?`;
  context.add(
    finding(
      'unknown-attribute',
      isProperty ? 'warning' : 'error',
      `${type} has no attribute ${attribute.value} for GetAtt. ${list}`,
      { span: attribute.span, node: use.owner },
      { kind: 'semantic', fixes },
    ),
  );
}

/** Their attributes are outputs of something else. */
const OPEN_ATTRIBUTES = new Set([
  'AWS::CloudFormation::Stack',
  'AWS::Serverless::Application',
  'AWS::CloudFormation::CustomResource',
  'AWS::CloudFormation::Macro',
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct',
]);

function checkMappingKeys(context: CheckContext, use: NameUse): void {
  const mapping = resolved(context.names.mappings.get(use.name.value)?.body);
  if (mapping?.kind !== 'map' || use.call === undefined || !context.complete) return;
  if (mapping.entries.some((entry) => (keyText(entry) ?? '').startsWith('Fn::'))) return;
  const [, top, second, fallback] = argumentList(use.call);
  if (fallback !== undefined) return;
  const first = writtenScalar(top);
  const row = first && entryOf(mapping, first.value);
  if (top && first && row === undefined) {
    missingKey(
      context,
      use,
      first.value,
      inside(top),
      mapping.entries.map((entry) => keyText(entry) ?? ''),
    );
    return;
  }
  const name = writtenScalar(second);
  const rows = row ? [row] : mapping.entries;
  const keys = rows.map((entry) =>
    entry.value.kind === 'map' ? entry.value.entries.map((each) => keyText(each) ?? '') : undefined,
  );
  if (second && name && keys.every((each) => each !== undefined && !each.includes(name.value))) {
    missingKey(
      context,
      use,
      name.value,
      inside(second),
      keys.flatMap((each) => each ?? []),
    );
  }
}

function missingKey(
  context: CheckContext,
  use: NameUse,
  key: string,
  span: NameUse['name']['span'],
  known: readonly string[],
): void {
  const near = closest(key, new Set(known));
  const fixes: Fix[] =
    near === undefined ? [] : [{ title: `Change to ${near}`, safety: 'safe', edits: [{ span, text: near }] }];
  context.add(
    finding(
      'mapping-key',
      'error',
      `The mapping ${use.name.value} has no key ${key}.${near ? ` Did you mean ${near}?` : ''}`,
      { span, node: use.owner },
      { kind: 'semantic', fixes },
    ),
  );
}

function checkUnused(context: CheckContext, uses: readonly NameUse[]): void {
  const { template, names } = context;
  if (
    template.unknownMacro ||
    template.sections.some((section) => keyText(section) === 'Transform' && section.value.kind === 'map')
  )
    return;
  const used = (namespaces: readonly string[]) =>
    new Set(uses.filter((use) => namespaces.includes(use.namespace)).map((use) => use.name.value));
  unused(context, names.parameters, used(['value', 'resource']), 'parameter', 'Parameters');
  unused(context, names.mappings, used(['mapping']), 'mapping', 'Mappings');
  unused(context, names.conditions, used(['condition']), 'condition', 'Conditions');
}

function unused(
  context: CheckContext,
  declared: ReadonlyMap<string, Named>,
  used: ReadonlySet<string>,
  what: string,
  section: string,
): void {
  // A mapping name may be computed; then nothing can be said about mappings.
  if (what === 'mapping' && context.template.tree.text.includes('FindInMap') && used.size === 0) return;
  for (const [name, { name: written, entry, loop }] of declared) {
    if (used.has(name) || name.startsWith('Fn::') || loop) continue;
    const fixes: Fix[] = [
      {
        title: `Remove the ${what} ${name}`,
        safety: 'confirm',
        edits: [],
        intents: [{ kind: 'removeEntry', at: entry.span }],
      },
    ];
    context.add(
      finding(
        `unused-${what}`,
        'hint',
        `Nothing uses the ${what} ${name}.`,
        { span: written.span, node: `${section}.${name}` },
        { kind: 'semantic', tags: ['unnecessary'], fixes },
      ),
    );
  }
}
