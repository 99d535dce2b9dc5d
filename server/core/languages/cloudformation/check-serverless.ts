import { entryIn } from '../../model/table.ts';
import { entryOf, keyText, type TreeEntry } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import { type CheckContext, finding } from './context.ts';
import { inside, intrinsicOf } from './intrinsic.ts';
import { checkPart } from './properties.ts';
import { globalsFor, ignoredGlobals } from './serverless.ts';
import { isOpen, isServerless, resolved, SERVERLESS, type TemplateResource, writtenScalar } from './template.ts';

/** `Globals` of the serverless transform, what resources leave out of it, and what a function of a zip file needs. */
export function checkServerless(context: CheckContext): void {
  const { template } = context;
  if (template.transforms.includes(SERVERLESS) && !template.unknownMacro) {
    checkGlobals(context);
    for (const resource of template.resources) if (!resource.again) checkIgnored(context, resource);
  }
  for (const resource of template.resources) {
    if (resource.again) continue;
    checkZip(context, resource);
    checkAlias(context, resource);
  }
}

function checkGlobals(context: CheckContext): void {
  const globals = resolved(entryOf(context.template.root, 'Globals')?.value);
  if (globals?.kind !== 'map') return;
  const kinds = Object.keys(context.schema.globals);
  for (const kind of globals.entries) {
    const name = keyText(kind) ?? '';
    const takes = entryIn(context.schema.globals, name);
    if (takes === undefined) {
      unknown(context, kind, name, kinds, 'Globals');
      continue;
    }
    const body = resolved(kind.value);
    if (body?.kind !== 'map') continue;
    for (const entry of body.entries) {
      const key = keyText(entry) ?? '<<';
      if (/^(Fn::|<<$)/.test(key)) continue;
      if (takes.includes(key)) checkPart(context, `AWS::Serverless::${name}`, entry, key, `Globals.${name}`);
      else unknown(context, entry, key, takes, `Globals.${name}`);
    }
  }
}

function unknown(context: CheckContext, entry: TreeEntry, key: string, takes: readonly string[], node: string): void {
  const near = closest(key, takes);
  const fixes =
    near === undefined
      ? []
      : [{ title: `Change to ${near}`, safety: 'safe' as const, edits: [{ span: inside(entry.key), text: near }] }];
  // The list may lag behind the transform: only a misspelling is likely enough for a warning.
  const message = `${node} takes no ${key}, as far as is known here.${near ? ` Did you mean ${near}?` : ''}`;
  const severity = near === undefined ? 'info' : 'warning';
  context.add(finding('unknown-property', severity, message, { span: entry.key.span, node }, { fixes }));
}

function checkIgnored(context: CheckContext, resource: TemplateResource): void {
  const type = resource.type?.value ?? '';
  const globals = globalsFor(context.template, type);
  if (!isServerless(type) || (globals !== undefined && globals.kind !== 'map')) return;
  const given = (globals?.entries ?? []).map((entry) => keyText(entry) ?? '');
  for (const { name, node } of ignoredGlobals(resource)) {
    if (name === '*' || given.includes(name)) continue;
    const near = closest(name, given);
    const fixes =
      near === undefined
        ? []
        : [{ title: `Change to ${near}`, safety: 'safe' as const, edits: [{ span: inside(node), text: near }] }];
    const message = `Globals sets no ${name} for this type, so there is nothing to ignore.${near ? ` Did you mean ${near}?` : ''}`;
    const at = { span: node.span, node: `Resources.${resource.name.value}.IgnoreGlobals` };
    context.add(finding('ignored-global', 'warning', message, at, { kind: 'semantic', fixes }));
  }
}

/** The transform writes the alias before anything is made. */
function checkAlias(context: CheckContext, { type, properties, name }: TemplateResource): void {
  if (type?.value !== 'AWS::Serverless::Function' || context.template.unknownMacro) return;
  const alias = entryOf(properties, 'AutoPublishAlias')?.value;
  const call = alias && intrinsicOf(alias);
  if (call === undefined || (call.name !== 'GetAtt' && call.name !== 'ImportValue')) return;
  const message =
    'AutoPublishAlias is a text or the Ref of a parameter: the transform writes it before anything is made.';
  const at = { span: call.span, node: `Resources.${name.value}.Properties.AutoPublishAlias` };
  context.add(finding('function-not-allowed', 'error', message, at));
}

/** Code in a zip file is run by something, from somewhere: an image brings both itself. */
function checkZip(context: CheckContext, resource: TemplateResource): void {
  const type = resource.type?.value ?? '';
  const properties = resolved(resource.properties);
  if (type !== 'AWS::Lambda::Function' && type !== 'AWS::Serverless::Function') return;
  if (properties?.kind !== 'map' || !context.complete || context.template.unknownMacro || intrinsicOf(properties))
    return;
  if (isOpen(properties)) return;
  const ignored = ignoredGlobals(resource).map(({ name }) => name);
  const globals = ignored.includes('*') ? undefined : globalsFor(context.template, type);
  const at = (name: string) =>
    entryOf(properties, name) ?? (ignored.includes(name) ? undefined : entryOf(globals, name));
  const kind = at('PackageType');
  const packaged = kind === undefined ? 'Zip' : writtenScalar(kind.value)?.value;
  const code = resolved(at('Code')?.value);
  const byImage = kind === undefined && (at('ImageUri') !== undefined || at('ImageConfig') !== undefined);
  if (packaged !== 'Zip' || byImage || code?.kind === 'scalar') return;
  if (
    type === 'AWS::Lambda::Function' &&
    (code?.kind !== 'map' ||
      code.entries.some((entry) => keyText(entry) === 'ImageUri' || /^Fn::/.test(keyText(entry) ?? '')))
  )
    return;
  const metadata = resolved(entryOf(resolved(resource.body), 'Metadata')?.value);
  if (entryOf(metadata, 'BuildMethod') ?? entryOf(metadata, 'Dockerfile')) return;
  const missing = ['Handler', 'Runtime'].filter((name) => at(name) === undefined);
  if (missing.length === 0) return;
  const message = `Code that is no container image needs ${missing.join(' and ')} beside it.`;
  const node = `Resources.${resource.name.value}`;
  context.add(finding('property-combination', 'warning', message, { span: resource.name.span, node }));
}
