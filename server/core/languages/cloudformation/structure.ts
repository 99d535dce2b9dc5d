import { entryIn } from '../../model/table.ts';
import { entryOf, keyText, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import { checkResourceType } from './check-type.ts';
import { type CheckContext, finding } from './context.ts';
import { inside } from './intrinsic.ts';
import { isOpen, isServerless, resolved, SERVERLESS, type TemplateResource } from './template.ts';

const SECTIONS = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Transform',
  'Resources',
  'Outputs',
  'Rules',
  'Hooks',
  'Globals',
];

export const RESOURCE_ATTRIBUTES = [
  'Type',
  'Properties',
  'Condition',
  'DependsOn',
  'Metadata',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'UpdatePolicy',
  'CreationPolicy',
  'Connectors',
  'IgnoreGlobals',
];

/** The service takes them for every type without a word in its documentation: its own CodeStar wrote both (aws-cdk, pull request 10522). */
const UNDOCUMENTED: ReadonlySet<string> = new Set(['Description', 'Version']);

/** Limits of the service, per template (CloudFormation quotas). */
const LIMITS: Readonly<Record<string, number>> = { Resources: 500, Parameters: 200, Outputs: 200, Mappings: 200 };

/** Sections, logical ids, resource attributes: what the template language itself fixes. */
export function checkStructure(context: CheckContext): void {
  const { template } = context;
  if (template.root === undefined) return;
  for (const section of template.sections) checkSection(context, section);
  if (context.complete && !template.sections.some((section) => isResources(keyText(section)))) {
    const span = {
      start: template.root.span.start,
      end: template.sections[0]?.key.span.end ?? template.root.span.start,
    };
    context.add(
      finding('missing-resources', 'error', 'A template needs a Resources section with at least one resource.', {
        span,
        node: 'Resources',
      }),
    );
  }
  checkEmpty(context);
  for (const resource of template.resources) if (!resource.again) checkResource(context, resource);
  checkLimits(context);
  checkTransforms(context);
}

/** The service takes no template without a resource. */
function checkEmpty({ template, complete, add }: CheckContext): void {
  const section = template.sections.find((each) => keyText(each) === 'Resources');
  const map = resolved(section?.value);
  if (section === undefined || map?.kind !== 'map' || map.entries.length > 0 || !complete) return;
  add(
    finding('missing-resources', 'warning', 'A template needs at least one resource.', {
      span: section.key.span,
      node: 'Resources',
    }),
  );
}

/** The section, or what is reported as its misspelling anyway. */
function isResources(name: string | undefined): boolean {
  return name === 'Resources' || closest(name ?? '', SECTIONS) === 'Resources';
}

function checkSection(context: CheckContext, section: TreeEntry): void {
  const name = keyText(section);
  if (name === undefined || name === 'Fn::Transform' || name === '<<') return;
  const at = { span: section.key.span, node: name };
  if (!SECTIONS.includes(name)) {
    if (context.template.unknownMacro) return;
    const near = closest(name, SECTIONS);
    const fixes =
      near === undefined || entryOf(context.template.root, near) !== undefined
        ? []
        : [{ title: `Change to ${near}`, safety: 'safe' as const, edits: [{ span: inside(section.key), text: near }] }];
    const hint =
      near === undefined
        ? 'The sections are Parameters, Mappings, Conditions, Resources, Outputs and a few more.'
        : `Did you mean ${near}?`;
    context.add(finding('unknown-section', 'error', `A template has no section ${name}. ${hint}`, at, { fixes }));
    return;
  }
  if (
    name === 'AWSTemplateFormatVersion' &&
    section.value.kind === 'scalar' &&
    section.value.text !== '' &&
    section.value.text !== '2010-09-09' &&
    section.value.text !== '2010-09-09-OC'
  ) {
    context.add(
      finding('invalid-value', 'error', 'The only template format version is 2010-09-09.', {
        span: section.value.span,
        node: name,
      }),
    );
  }
  if (name === 'Globals' && !context.template.transforms.includes(SERVERLESS) && !context.template.unknownMacro) {
    context.add(finding('missing-transform', 'error', `Globals needs Transform: ${SERVERLESS}.`, at));
  }
  if (['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs', 'Metadata', 'Rules'].includes(name))
    checkIsMap(context, section.value, name, section);
}

function checkIsMap(context: CheckContext, node: TreeNode, name: string, entry: TreeEntry): void {
  const at = resolved(node);
  if (at === undefined || at.kind === 'map' || !context.complete) return;
  // A section that was just typed is empty for a moment; the service refuses it all the same.
  const is = at.kind === 'list' ? 'a list' : at.kind === 'scalar' && at.text === '' ? 'empty' : 'a single value';
  context.add(
    finding('wrong-shape', 'error', `${name} must be a map of names, and is ${is}.`, {
      span: entry.key.span,
      node: name,
    }),
  );
}

function checkResource(context: CheckContext, resource: TemplateResource): void {
  const id = resource.name.value;
  const node = `Resources.${id}`;
  const header = { span: resource.name.span, node };
  if (id === 'Fn::Transform' || id === '<<') return;
  const filledIn = id.includes('{{') && id.includes('}}');
  if (!/^[A-Za-z0-9]+$/.test(id) && resource.loop === undefined && !context.template.unknownMacro && !filledIn) {
    context.add(finding('logical-id', 'error', `The logical id ${id} may hold letters and digits only.`, header));
  }
  const body = resolved(resource.body);
  if (body?.kind !== 'map') {
    if (context.complete && body?.kind !== 'alias')
      context.add(finding('wrong-shape', 'error', `The resource ${id} must be a map with a Type.`, header));
    return;
  }
  for (const entry of body.entries) checkAttribute(context, resource, entry, node);
  if (context.complete && entryOf(body, 'Type') === undefined && !isOpen(body)) {
    context.add(finding('missing-type', 'error', `The resource ${id} needs a Type.`, header));
  }
  checkResourceType(context, resource, node);
}

function checkAttribute(context: CheckContext, resource: TemplateResource, entry: TreeEntry, node: string): void {
  const key = keyText(entry);
  if (key === undefined || key === '<<' || key.startsWith('Fn::')) return;
  const at = { span: entry.key.span, node: `${node}.${key}` };
  if (context.template.unknownMacro || (UNDOCUMENTED.has(key) && !isServerless(resource.type?.value ?? ''))) return;
  const ofTransform = !isServerless(resource.type?.value ?? '') && (key === 'Connectors' || key === 'IgnoreGlobals');
  if (ofTransform && !context.template.transforms.includes(SERVERLESS)) {
    context.add(finding('missing-transform', 'error', `${key} needs Transform: ${SERVERLESS}.`, at));
    return;
  }
  // Conformance packs of AWS Config name the controls that a rule is for.
  if (key === 'Controls' && resource.type?.value.startsWith('AWS::Config::')) return;
  if (!RESOURCE_ATTRIBUTES.includes(key)) {
    const near = closest(key, RESOURCE_ATTRIBUTES);
    const fixes =
      near === undefined || entryOf(resolved(resource.body), near) !== undefined
        ? []
        : [{ title: `Change to ${near}`, safety: 'safe' as const, edits: [{ span: inside(entry.key), text: near }] }];
    const known =
      resource.type && entryIn(context.schema.resource(resource.type.value)?.p, key)
        ? `${key} is a property: move it under Properties.`
        : `A resource has no attribute ${key}.`;
    // The serverless transform drops what it does not know; the service refuses it.
    const severity = isServerless(resource.type?.value ?? '') ? 'warning' : 'error';
    context.add(
      finding('unknown-resource-attribute', severity, `${known}${near ? ` Did you mean ${near}?` : ''}`, at, { fixes }),
    );
    return;
  }
}

function checkLimits(context: CheckContext): void {
  for (const section of context.template.sections) {
    const name = keyText(section) ?? '';
    const limit = entryIn(LIMITS, name);
    if (limit === undefined || section.value.kind !== 'map' || section.value.entries.length <= limit) continue;
    context.add(
      finding(
        'template-limit',
        'warning',
        `${name} has ${section.value.entries.length} entries; the service takes ${limit} per template. Split the stack.`,
        { span: section.key.span, node: name },
      ),
    );
  }
}

function checkTransforms(context: CheckContext): void {
  const { template } = context;
  if (template.unknownMacro) return;
  const serverless = template.resources.find((resource) => resource.type?.value.startsWith('AWS::Serverless::'));
  if (serverless?.type !== undefined && !template.transforms.includes(SERVERLESS)) {
    context.add(
      finding(
        'missing-transform',
        'error',
        `${serverless.type.value} needs Transform: ${SERVERLESS} at the top of the template.`,
        { span: serverless.type.span, node: `Resources.${serverless.name.value}.Type` },
        { fixes: addTransform(context, SERVERLESS) },
      ),
    );
  }
}

/** The fix that adds a transform; none where there is one already. */
export function addTransform({ template }: CheckContext, name: string) {
  if (template.root === undefined || template.transforms.length > 0) return [];
  const intents = [
    {
      kind: 'insertKey' as const,
      map: template.root.span,
      key: 'Transform',
      value: name,
      after: 'AWSTemplateFormatVersion',
    },
  ];
  return [{ title: `Add Transform: ${name}`, safety: 'safe' as const, edits: [], intents }];
}
