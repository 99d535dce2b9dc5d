import { entryOf, keyText, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { isServerless, resolved, SERVERLESS, type Template, type TemplateResource, writtenScalar } from './template.ts';

/**
 * A resource that the serverless transform adds, by its logical id. `type` is undefined where it depends on more than the
 * template says. Source: SAM developer guide, "Generated CloudFormation resources".
 */
export interface Generated {
  readonly type: string | undefined;
}

/** What the transform makes under this name; undefined when it makes nothing such. */
export function generatedResource(template: Template, name: string): Generated | undefined {
  // Without its transform the template is refused for that alone; what it would make is no second mistake.
  if (
    !template.transforms.includes(SERVERLESS) &&
    !template.resources.some(({ type }) => isServerless(type?.value ?? ''))
  )
    return undefined;
  const shared = IMPLICIT.find(([pattern]) => pattern.test(name));
  if (shared) return { type: shared[1] };
  for (const owner of template.resources) {
    const type = owner.type?.value ?? '';
    const id = owner.name.value;
    if (isServerless(type) && namesQueue(owner, name)) return { type: 'AWS::SQS::Queue' };
    if (!name.startsWith(id) || name === id) continue;
    if (connectorsOf(owner).some((connector) => name.startsWith(`${id}${connector}`))) return { type: undefined };
    if (!isServerless(type)) continue;
    const made = madeBy(type, owner, name.slice(id.length));
    if (made) return made;
  }
  return undefined;
}

/** Made once for a template, whoever needs it. */
const IMPLICIT: readonly (readonly [RegExp, string | undefined])[] = [
  [/^ServerlessRestApi$/, 'AWS::ApiGateway::RestApi'],
  [/^ServerlessRestApiProdStage$/, 'AWS::ApiGateway::Stage'],
  [/^ServerlessRestApiDeployment[0-9a-f]+$/, 'AWS::ApiGateway::Deployment'],
  [/^ServerlessHttpApi$/, 'AWS::ApiGatewayV2::Api'],
  [/^ServerlessHttpApiApiGatewayDefaultStage$/, 'AWS::ApiGatewayV2::Stage'],
  [/^ServerlessDeploymentApplication$/, 'AWS::CodeDeploy::Application'],
  [/^CodeDeployServiceRole$/, 'AWS::IAM::Role'],
  [/^Serverless(UsagePlan|ApiKey|UsagePlanKey)$/, undefined],
  [/^Serverless(RestApi|HttpApi)/, undefined],
  [/^(ApiGatewayDomainName|RecordSetGroup)[0-9a-f]+$/, undefined],
];

/** Suffixes by type; `.` before one is the short way SAM has to name it (`!Ref Shop.Alias`). */
const SUFFIXES: Readonly<Record<string, readonly (readonly [RegExp, string | undefined])[]>> = {
  Function: [
    [/^Role$/, 'AWS::IAM::Role'],
    [/^(\.Alias|Alias\w+)$/, 'AWS::Lambda::Alias'],
    [/^(\.Version|Version\w*)$/, 'AWS::Lambda::Version'],
    [/^Url$/, 'AWS::Lambda::Url'],
    [/^Url\w*Permissions?\w*$/, 'AWS::Lambda::Permission'],
    [/^DeploymentGroup$/, 'AWS::CodeDeploy::DeploymentGroup'],
    [/^\.?(EventInvokeConfig|Destination|DeadLetter)\w*$/, undefined],
  ],
  Api: [
    [/^Deployment\w*$/, 'AWS::ApiGateway::Deployment'],
    [/^\w*Stage$/, 'AWS::ApiGateway::Stage'],
    [/^\.\w+$/, undefined],
    [/^\w+$/, undefined],
  ],
  HttpApi: [
    [/^\w*Stage$/, 'AWS::ApiGatewayV2::Stage'],
    [/^[.\w]+$/, undefined],
  ],
  StateMachine: [
    [/^Role$/, 'AWS::IAM::Role'],
    [/^(Version\w*|Alias\w*|\.\w+)$/, undefined],
  ],
};

function madeBy(type: string, owner: TemplateResource, suffix: string): Generated | undefined {
  const rows = SUFFIXES[type.split('::')[2] ?? ''];
  if (rows === undefined) return { type: undefined };
  const row = rows.find(([pattern]) => pattern.test(suffix));
  if (row) return { type: row[1] };
  const events = eventsOf(owner);
  // Rules, permissions, mappings and queues of an event start with the id of the function and the name of the event.
  return events.some((entry) => suffix.startsWith(keyText(entry) ?? '\n') || /^(Fn::|<<)/.test(keyText(entry) ?? ''))
    ? { type: undefined }
    : undefined;
}

function eventsOf({ properties }: TemplateResource): readonly TreeEntry[] {
  const events = resolved(entryOf(properties, 'Events')?.value);
  return events?.kind === 'map' ? events.entries : [];
}

/** The queue of an event whose name the author chose: `DeadLetterConfig: { Type: SQS, QueueLogicalId: Left }`. */
function namesQueue(owner: TemplateResource, name: string): boolean {
  return eventsOf(owner).some(({ value }) => {
    const config = entryOf(resolved(entryOf(value, 'Properties')?.value), 'DeadLetterConfig')?.value;
    return writtenScalar(entryOf(resolved(config), 'QueueLogicalId')?.value)?.value === name;
  });
}

/** Names of embedded connectors: each makes policies that are named after both. */
function connectorsOf({ body }: TemplateResource): readonly string[] {
  const connectors = resolved(entryOf(resolved(body), 'Connectors')?.value);
  return connectors?.kind === 'map' ? connectors.entries.flatMap((entry) => keyText(entry) ?? []) : [];
}

/** What `Globals` says for this kind of resource. */
export function globalsFor(template: Template, type: string): TreeNode | undefined {
  const globals = resolved(entryOf(template.root, 'Globals')?.value);
  return resolved(entryOf(globals, type.split('::')[2] ?? '')?.value);
}

/** Names in `IgnoreGlobals`, or the one word that means all. */
export function ignoredGlobals(
  resource: TemplateResource,
): readonly { readonly name: string; readonly node: TreeNode }[] {
  const written = resolved(entryOf(resolved(resource.body), 'IgnoreGlobals')?.value);
  const items = written?.kind === 'list' ? written.items : written === undefined ? [] : [written];
  return items.flatMap((node) => {
    const name = writtenScalar(node)?.value;
    return name === undefined ? [] : [{ name, node }];
  });
}

/** The short ways SAM has to name what it makes beside a resource: `Shop.Alias`, `Shop.Version.Arn`. */
export const SHORT_WAYS: ReadonlySet<string> = new Set([
  'Alias',
  'Version',
  'Stage',
  'Deployment',
  'DomainName',
  'DestinationTopic',
  'DestinationQueue',
  'UsagePlan',
  'ApiKey',
  'Outputs',
]);
