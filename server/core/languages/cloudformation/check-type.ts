import type { FindingSeverity } from '../../model/finding.ts';
import type { Span, Written } from '../../model/span.ts';
import { entryOf } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import { type CheckContext, finding } from './context.ts';
import { inside } from './intrinsic.ts';
import { resolved, type TemplateResource } from './template.ts';

/** The type of a resource: there is one, it is known, and its service still exists. */
export function checkResourceType(context: CheckContext, { type, body, name }: TemplateResource, node: string): void {
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
  unknownType(context, type, at);
}

function unknownType(context: CheckContext, type: Written, at: { readonly span: Span; readonly node: string }): void {
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
