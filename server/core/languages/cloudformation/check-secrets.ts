import { isWithin } from '../../model/span.ts';
import { entryIn } from '../../model/table.ts';
import { entryOf, type TreeNode } from '../../model/tree.ts';
import { type CheckContext, finding } from './context.ts';
import { literalAt } from './plain.ts';
import type { NameUse } from './references.ts';
import { mapsAt } from './relations.ts';
import { resolved } from './template.ts';
import { parameterType } from './types.ts';

/**
 * Parameters that hold secrets. `NoEcho` masks a value wherever the stack is described, but not in outputs and metadata ("NoEcho",
 * template reference, Parameters).
 */
export function checkSecrets(context: CheckContext, uses: readonly NameUse[]): void {
  const { template } = context;
  if (template.unknownMacro) return;
  const masked = new Set(template.parameters.filter(({ body }) => isMasked(body)).map(({ name }) => name.value));
  // Once for each: what cfn-init is given stands in many places.
  const shown = new Set<string>();
  for (const use of uses) {
    if (!masked.has(use.name.value) || use.namespace !== 'value' || shown.has(use.name.value)) continue;
    const place = use.owner.startsWith('Outputs.') ? 'an output' : inMetadata(context, use) ? 'metadata' : undefined;
    if (place === undefined) continue;
    shown.add(use.name.value);
    const message = `NoEcho hides ${use.name.value} where the stack is described, but not in ${place}: there everybody reads it.`;
    context.add(
      finding('unmasked-secret', 'warning', message, { span: use.name.span, node: use.owner }, { kind: 'semantic' }),
    );
  }
  checkPasswords(context, uses, masked);
}

function checkPasswords(context: CheckContext, uses: readonly NameUse[], masked: ReadonlySet<string>): void {
  const told = new Set<string>();
  for (const use of uses) {
    const parameter = use.how === 'Ref' ? context.names.parameters.get(use.name.value) : undefined;
    if (parameter === undefined || told.has(use.name.value) || masked.has(use.name.value)) continue;
    if (parameterType(parameter.body) !== 'String' || !isPassword(context, use)) continue;
    const body = resolved(parameter.body);
    // Who describes the stack reads where the secret is kept, and not the secret.
    const preset = entryOf(body, 'Default')?.value;
    if (preset?.kind === 'scalar' && preset.text.includes('{{resolve:')) continue;
    told.add(use.name.value);
    const fixes =
      body && entryOf(body, 'NoEcho') === undefined
        ? [
            {
              title: 'Add NoEcho: true',
              safety: 'confirm' as const,
              edits: [],
              intents: [{ kind: 'insertKey' as const, map: body.span, key: 'NoEcho', value: 'true', after: 'Type' }],
            },
          ]
        : [];
    const message = `${use.name.value} is a password, and everybody who may describe the stack reads it: NoEcho: true hides it.`;
    const at = { span: parameter.name.span, node: `Parameters.${use.name.value}` };
    context.add(finding('unmasked-secret', 'warning', message, at, { kind: 'semantic', fixes }));
  }
}

function isMasked(body: TreeNode): boolean {
  return /^(true|yes|on)$/i.test(literalAt(body, 'NoEcho') ?? '');
}

function inMetadata({ names }: CheckContext, { owner, name }: NameUse): boolean {
  if (owner === 'Metadata' || owner.startsWith('Metadata.')) return false;
  const body = owner.startsWith('Resources.') ? names.resources.get(owner.slice('Resources.'.length))?.body : undefined;
  const metadata = entryOf(resolved(body), 'Metadata')?.value;
  return metadata !== undefined && isWithin(name.span, metadata.span);
}

/** Where a type takes a password: path to the map, and its key. */
const PASSWORDS: Readonly<Record<string, readonly [path: string, key: string]>> = {
  'AWS::AmazonMQ::Broker': ['Users', 'Password'],
  'AWS::DMS::Endpoint': ['', 'Password'],
  'AWS::DirectoryService::MicrosoftAD': ['', 'Password'],
  'AWS::DirectoryService::SimpleAD': ['', 'Password'],
  'AWS::DocDB::DBCluster': ['', 'MasterUserPassword'],
  'AWS::IAM::User': ['LoginProfile', 'Password'],
  'AWS::RDS::DBCluster': ['', 'MasterUserPassword'],
  'AWS::RDS::DBInstance': ['', 'MasterUserPassword'],
  'AWS::Redshift::Cluster': ['', 'MasterUserPassword'],
};

function isPassword({ names }: CheckContext, { owner, name }: NameUse): boolean {
  const resource = owner.startsWith('Resources.') ? names.resources.get(owner.slice('Resources.'.length)) : undefined;
  const [path, key] = entryIn(PASSWORDS, resource?.type?.value ?? '') ?? [];
  if (resource === undefined || path === undefined || key === undefined) return false;
  return mapsAt(resource.properties, path).some((map) => {
    const value = entryOf(map, key)?.value;
    return value !== undefined && isWithin(name.span, value.span);
  });
}
