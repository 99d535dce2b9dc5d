import type { FindingSeverity } from '../../model/finding.ts';
import { entryIn } from '../../model/table.ts';
import { entryOf, keyText, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import { type CheckContext, finding } from './context.ts';
import { inside, intrinsicOf } from './intrinsic.ts';
import { isServerless, resolved, SERVERLESS, type TemplateResource } from './template.ts';

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

const RESOURCE_ATTRIBUTES = [
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
      near === undefined
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
    section.value.text !== '2010-09-09'
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
  if (!/^[A-Za-z0-9]+$/.test(id) && resource.loop === undefined && !context.template.unknownMacro) {
    context.add(finding('logical-id', 'error', `The logical id ${id} may hold letters and digits only.`, header));
  }
  const body = resolved(resource.body);
  if (body?.kind !== 'map') {
    if (context.complete && body?.kind !== 'alias')
      context.add(finding('wrong-shape', 'error', `The resource ${id} must be a map with a Type.`, header));
    return;
  }
  for (const entry of body.entries) checkAttribute(context, resource, entry, node);
  if (
    context.complete &&
    entryOf(body, 'Type') === undefined &&
    !body.entries.some((entry) => (keyText(entry) ?? '').startsWith('Fn::'))
  ) {
    context.add(finding('missing-type', 'error', `The resource ${id} needs a Type.`, header));
  }
  checkType(context, resource, node);
}

function checkAttribute(context: CheckContext, resource: TemplateResource, entry: TreeEntry, node: string): void {
  const key = keyText(entry);
  if (key === undefined || key === '<<' || key.startsWith('Fn::')) return;
  const at = { span: entry.key.span, node: `${node}.${key}` };
  if (context.template.unknownMacro || (key === 'Version' && isCustom(resource))) return;
  if (!RESOURCE_ATTRIBUTES.includes(key)) {
    const near = closest(key, RESOURCE_ATTRIBUTES);
    const fixes =
      near === undefined
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
  if (key === 'DeletionPolicy' || key === 'UpdateReplacePolicy') checkPolicy(context, key, entry.value, at.node);
}

function isCustom({ type }: TemplateResource): boolean {
  return type?.value.startsWith('Custom::') === true || type?.value === 'AWS::CloudFormation::CustomResource';
}

function checkPolicy(context: CheckContext, key: string, value: TreeNode, node: string): void {
  if (value.kind !== 'scalar' || intrinsicOf(value) !== undefined || value.text === '' || value.text.includes('${'))
    return;
  const allowed =
    key === 'DeletionPolicy'
      ? ['Delete', 'Retain', 'Snapshot', 'RetainExceptOnCreate']
      : ['Delete', 'Retain', 'Snapshot'];
  if (allowed.includes(value.text)) return;
  const near = closest(value.text, allowed) ?? allowed.find((each) => each.toLowerCase() === value.text.toLowerCase());
  const fixes =
    near === undefined
      ? []
      : [{ title: `Change to ${near}`, safety: 'confirm' as const, edits: [{ span: inside(value), text: near }] }];
  context.add(
    finding(
      'invalid-value',
      'error',
      `${key} takes ${allowed.join(', ')}; "${value.text}" is none of them.`,
      { span: value.span, node },
      { fixes },
    ),
  );
}

function checkType(context: CheckContext, { type, body, name }: TemplateResource, node: string): void {
  const written = entryOf(resolved(body), 'Type');
  if (written !== undefined && type === undefined && context.complete && !context.template.unknownMacro) {
    const at = { span: written.key.span, node: `${node}.Type` };
    context.add(
      finding('wrong-shape', 'error', `The type of ${name.value} is a plain text, such as AWS::S3::Bucket.`, at),
    );
  }
  const ended = type && RETIRED.find(([prefix]) => type.value.startsWith(prefix));
  if (type && ended) {
    const message = `${ended[1]} was shut down on ${ended[2]}: nothing can be made of ${type.value} any more.`;
    context.add(finding('retired-resource-type', 'warning', message, { span: type.span, node: `${node}.Type` }));
  }
  if (type === undefined || context.template.unknownMacro || context.schema.entry(type.value) !== undefined) return;
  const at = { span: type.span, node: `${node}.Type` };
  if (!/^\w+::\w+(::\w+)*$/.test(type.value)) {
    if (!type.value.startsWith('Custom::'))
      context.add(
        finding(
          'unknown-resource-type',
          'error',
          `"${type.value}" is no resource type: one is written Service-provider::Service::Type, such as AWS::S3::Bucket.`,
          at,
        ),
      );
    return;
  }
  // Third-party, custom and module types are registered per account: nobody can know them offline.
  if (!/^(AWS|Alexa)::/.test(type.value) || type.value.endsWith('::MODULE') || KNOWN_EXTRA.has(type.value)) return;
  const near = closest(type.value, context.schema.typeNames);
  const severity: FindingSeverity = type.value.startsWith('AWS::Serverless::') ? 'info' : 'warning';
  const fixes =
    near === undefined
      ? []
      : [
          {
            title: `Change to ${near}`,
            safety: 'confirm' as const,
            edits: [
              { span: inside({ kind: 'scalar', text: type.value, style: 'plain', span: type.span }), text: near },
            ],
          },
        ];
  context.add(
    finding(
      'unknown-resource-type',
      severity,
      `${type.value} is not among the resource types bundled here (${context.schema.source.split(',')[0]}).${near ? ` Did you mean ${near}?` : ''}`,
      at,
      { fixes },
    ),
  );
}

/** Services that are no more, with the day they ended (AWS product lifecycle page). */
const RETIRED: readonly (readonly [prefix: string, service: string, day: string])[] = [
  ['AWS::OpsWorks::', 'AWS OpsWorks Stacks', '2024-05-26'],
  ['AWS::CodeStar::', 'AWS CodeStar', '2024-07-31'],
  ['AWS::NimbleStudio::', 'Amazon Nimble Studio', '2024-10-22'],
  ['AWS::QLDB::', 'Amazon QLDB', '2025-07-31'],
  ['AWS::RoboMaker::', 'AWS RoboMaker', '2025-09-10'],
  ['AWS::Evidently::', 'Amazon CloudWatch Evidently', '2025-10-17'],
  ['AWS::LookoutVision::', 'Amazon Lookout for Vision', '2025-10-31'],
  ['AWS::IoTAnalytics::', 'AWS IoT Analytics', '2025-12-15'],
];

/** Types without a schema of their own. */
const KNOWN_EXTRA = new Set([
  'AWS::CloudFormation::CustomResource',
  // Notes of the AWS CDK, which every template it makes carries.
  'AWS::CDK::Metadata',
]);

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
