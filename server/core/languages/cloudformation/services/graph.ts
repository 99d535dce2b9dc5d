import type { CallItem, DocumentLink, InlayHint, Location } from '../../../model/editor.ts';
import { folderOf, joinPath } from '../../../model/paths.ts';
import type { Span } from '../../../model/span.ts';
import { entryOf, keyText, type TreeNode } from '../../../model/tree.ts';
import { knownText } from '../../../model/value.ts';
import type { Surroundings } from '../../language.ts';
import { inside } from '../intrinsic.ts';
import { memberAt } from '../members.ts';
import type { CfnReading } from '../reading.ts';
import type { NameUse } from '../references.ts';
import { type CfnSchema, cfnSchema } from '../schema.ts';
import { resolved, type Template, type TemplateResource } from '../template.ts';
import { toValue } from '../values.ts';
import { targetAt } from './navigate.ts';

/** Files that resources name: nested templates, code of functions, definitions. */
const FILE_PROPERTIES = [
  'TemplateURL',
  'Location',
  'CodeUri',
  'ContentUri',
  'DefinitionUri',
  'DefinitionSubstitutions',
  'Code',
  'BodyS3Location',
  'DefinitionS3Location',
];

export function links({ source, template }: CfnReading): readonly DocumentLink[] {
  const folder = folderOf(source.path);
  const globals = resolved(entryOf(template.root, 'Globals')?.value);
  const holders = [
    ...template.resources.map(({ properties }) => properties),
    ...(globals?.kind === 'map' ? globals.entries.map(({ value }) => value) : []),
    ...[template.root, resolved(entryOf(template.root, 'Resources')?.value)].map(includedBy),
  ];
  const files = holders.flatMap((holder) =>
    FILE_PROPERTIES.flatMap((name) => linkTo(entryOf(holder, name)?.value, folder)),
  );
  return [...files, ...template.resources.flatMap((resource) => handlerLink(resource, template, folder))];
}

/** Parameters of the `Fn::Transform` that takes in another file here. */
function includedBy(node: TreeNode | undefined): TreeNode | undefined {
  const transform = entryOf(node, 'Fn::Transform')?.value;
  return textOf(entryOf(transform, 'Name')?.value) === 'AWS::Include'
    ? entryOf(transform, 'Parameters')?.value
    : undefined;
}

function linkTo(node: TreeNode | undefined, folder: string): DocumentLink[] {
  const text = textOf(node);
  if (node === undefined || text === undefined || text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text)) return [];
  return [{ span: inside(node), target: joinPath(folder, text) }];
}

function textOf(node: TreeNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.tag === undefined ? node.text : undefined;
}

/** `app.handler` of a function whose code lies in the workspace is in app.py; of JavaScript the build says what it is written in. */
function handlerLink(resource: TemplateResource, template: Template, folder: string): DocumentLink[] {
  const { type, properties, body } = resource;
  if (!/^AWS::(?:Serverless|Lambda)::Function$/.test(type?.value ?? '')) return [];
  const defaults = entryOf(entryOf(template.root, 'Globals')?.value, 'Function')?.value;
  const of = (name: string) => entryOf(properties, name)?.value ?? entryOf(defaults, name)?.value;
  const where = of(type?.value === 'AWS::Lambda::Function' ? 'Code' : 'CodeUri');
  const code = where === undefined ? '.' : textOf(where);
  const handler = of('Handler');
  const module = /^([\w./-]+)\.\w+$/.exec(textOf(handler) ?? '')?.[1];
  if (handler === undefined || module === undefined || code === undefined || /^[a-z]+:/i.test(code)) return [];
  const [language = ''] = /^(?:python|ruby)/.exec(textOf(of('Runtime')) ?? '') ?? [];
  const built = entryOf(entryOf(entryOf(body, 'Metadata')?.value, 'BuildProperties')?.value, 'EntryPoints')?.value;
  const file = built?.kind === 'list' ? textOf(built.items[0]) : ENDINGS[language] && `${module}.${ENDINGS[language]}`;
  return file ? [{ span: inside(handler), target: joinPath(folder, `${code}/${file}`) }] : [];
}

const ENDINGS: Readonly<Record<string, string>> = { python: 'py', ruby: 'rb' };

/** What a reference to a parameter gives when nobody says otherwise (secrets are not shown); on request, what a change replaces. */
export function hints(
  reading: CfnReading,
  range: Span,
  { data }: Surroundings,
  replacement = false,
): readonly InlayHint[] {
  return [...referenceHints(reading, range), ...(replacement ? replacementHints(reading, range, cfnSchema(data)) : [])];
}

/** At every property, however deep, whose change replaces its resource. */
function replacementHints({ template }: CfnReading, range: Span, schema: CfnSchema): InlayHint[] {
  const found: InlayHint[] = [];
  const walk = (type: string, node: TreeNode, path: readonly string[]): void => {
    if (node.span.end < range.start || node.span.start > range.end || path.length > 20) return;
    if (node.kind === 'list') for (const [at, item] of node.items.entries()) walk(type, item, [...path, String(at)]);
    for (const entry of node.kind === 'map' ? node.entries : []) {
      const below = [...path, keyText(entry) ?? ''];
      const replaces = memberAt(schema, type, below)?.property?.x === 'y' && !/^\d+$/.test(below.at(-1) ?? '');
      if (replaces) found.push({ offset: entry.key.span.end, label: ' replaces', kind: 'state' });
      walk(type, entry.value, below);
    }
  };
  for (const { type, properties } of template.resources) if (type && properties) walk(type.value, properties, []);
  return found;
}

function referenceHints(reading: CfnReading, range: Span): readonly InlayHint[] {
  const context = { source: reading.tree.text, names: reading.names };
  return reading.uses.flatMap((use): InlayHint[] => {
    const { span, value } = use.name;
    if (use.how === 'FindInMap') return mappedHint(reading, use, range);
    if (use.how !== 'Ref' || span.end < range.start || span.start > range.end) return [];
    const parameter = reading.names.parameters.get(value);
    const secret = entryOf(parameter?.body, 'NoEcho')?.value;
    const fallback = entryOf(parameter?.body, 'Default')?.value;
    const text = secret === undefined && fallback !== undefined ? knownText(toValue(fallback, context)) : undefined;
    return text === undefined || text === ''
      ? []
      : [
          {
            // Behind the quote of a name that has one.
            offset: use.call?.args.span.end ?? span.end,
            label: ` = ${shortened(text)}`,
            tooltip: `Default of ${value}`,
            kind: 'parameter',
          },
        ];
  });
}

/** What a FindInMap of fixed keys finds. */
function mappedHint({ names }: CfnReading, { call, name }: NameUse, range: Span): InlayHint[] {
  const keys = call?.args.kind === 'list' ? call.args.items.slice(1, 3) : [];
  const fixed = keys.flatMap((key) => (key.kind === 'scalar' && key.tag === undefined ? [key.text] : []));
  if (call === undefined || fixed.length !== 2 || call.span.end < range.start || call.span.start > range.end) return [];
  const found = fixed.reduce<TreeNode | undefined>(
    (node, key) => entryOf(resolved(node), key)?.value,
    names.mappings.get(name.value)?.body,
  );
  if (found?.kind !== 'scalar' || found.tag !== undefined || found.text === '') return [];
  return [
    { offset: call.span.end, label: ` = ${shortened(found.text)}`, tooltip: `From ${name.value}`, kind: 'parameter' },
  ];
}

function shortened(text: string): string {
  return text.length > 30 ? `${text.slice(0, 29)}…` : text;
}

/** The resource under the cursor as a node of the dependency graph. */
export function callItem(reading: CfnReading, offset: number): CallItem | undefined {
  const target = targetAt(reading, offset);
  const resource = target?.kind === 'resource' ? reading.names.resources.get(target.name) : enclosing(reading, offset);
  return resource && itemOf(reading, resource);
}

/** `out`: what the resource needs. `in`: what needs it. */
export function calls(
  reading: CfnReading,
  item: CallItem,
  direction: 'in' | 'out',
): readonly { readonly item: CallItem; readonly spans: readonly Span[] }[] {
  const spans = new Map<string, Span[]>();
  for (const { owner, name, namespace } of reading.uses) {
    const from = owner.startsWith('Resources.') ? owner.slice('Resources.'.length) : undefined;
    if (from === undefined || namespace === 'condition' || namespace === 'mapping') continue;
    const [self, other] = direction === 'out' ? [from, name.value] : [name.value, from];
    if (self !== item.name || other === self || !reading.names.resources.has(other)) continue;
    spans.set(other, [...(spans.get(other) ?? []), name.span]);
  }
  return [...spans].flatMap(([id, found]) => {
    const resource = reading.names.resources.get(id);
    return resource ? [{ item: itemOf(reading, resource), spans: found }] : [];
  });
}

function enclosing({ names }: CfnReading, offset: number): TemplateResource | undefined {
  return [...names.resources.values()].find(({ entry }) => entry.span.start <= offset && offset <= entry.span.end);
}

function itemOf({ source }: CfnReading, { name, type, entry }: TemplateResource): CallItem {
  const location: Location = { path: source.path, span: name.span, full: entry.span };
  return { name: name.value, location, ...(type && { detail: type.value }) };
}
