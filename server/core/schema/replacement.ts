import { entryIn } from '../model/table.ts';
import type { DataSource } from './data.ts';
import { twinOf } from './lifecycle.ts';

/** Whether a change of one setting makes a new resource, and what says so. */
export interface Replacement {
  readonly forces: 'yes' | 'maybe' | 'no' | 'unknown';
  readonly via: string;
}

type PerType<T> = Readonly<Record<string, T>>;

interface Facts {
  /** `Always,Always|Maybe`; a property that is in neither list updates in place. */
  readonly cloudformation: PerType<string>;
  readonly azurerm: PerType<readonly string[]>;
}

interface Curated {
  readonly yes?: string;
  readonly maybe?: string;
  readonly no?: string;
  readonly others: 'yes' | 'no';
}

/**
 * What a change of the setting at `path` (`Properties` excluded, steps joined by `.`) does to a resource of this type.
 * The facts know the first step only. Terraform has no such fact in its schemas: curated rows come first, then the
 * documentation of azurerm, then the CloudFormation twin; everything else is `unknown`.
 */
export function replacement(
  table: 'cloudformation' | 'terraform',
  type: string,
  path: string,
  data: DataSource,
): Replacement {
  const setting = path.split(/[.[]/, 1)[0] ?? path;
  if (table === 'cloudformation') return ofCloudFormation(type, setting, data);
  return curated(type, setting, data) ?? ofAzure(type, setting, data) ?? ofTwin(type, setting, data);
}

/**
 * What the serverless transform makes of its types, and settings of theirs that replace it under another name: the resource
 * specification says of all their properties that they replace, which none of them does by itself.
 */
const MADE_OF: Readonly<Record<string, readonly [type: string, ...replacing: readonly string[]]>> = {
  'AWS::Serverless::Api': ['AWS::ApiGateway::RestApi'],
  'AWS::Serverless::Application': ['AWS::CloudFormation::Stack'],
  'AWS::Serverless::Function': ['AWS::Lambda::Function'],
  'AWS::Serverless::HttpApi': ['AWS::ApiGatewayV2::Api'],
  'AWS::Serverless::SimpleTable': ['AWS::DynamoDB::Table', 'PrimaryKey'],
  'AWS::Serverless::StateMachine': ['AWS::StepFunctions::StateMachine', 'Name', 'Type'],
};

function ofCloudFormation(type: string, setting: string, data: DataSource): Replacement {
  const made = entryIn(MADE_OF, type);
  if (made) {
    const [real, ...replacing] = made;
    return replacing.includes(setting)
      ? { forces: 'yes', via: `the transform makes a ${real} of it` }
      : ofCloudFormation(real, setting, data);
  }
  const row = entryIn(factsOf(data).cloudformation, type);
  if (row === undefined) return ofIndex(type, data);
  return { forces: inRow(row, (name) => name === setting), via: 'CloudFormation resource specification' };
}

/** What no row names updates in place where the schema knows the type, but for a type that cannot be updated at all. */
function ofIndex(type: string, data: DataSource): Replacement {
  const index = data.json('cloudformation/index.json') as
    | { readonly types?: PerType<{ readonly nu?: number }> }
    | undefined;
  const known = entryIn(index?.types, type);
  if (known === undefined) return { forces: 'unknown', via: `no replacement facts for ${type}` };
  return known.nu
    ? { forces: 'yes', via: `${type} cannot be updated` }
    : { forces: 'no', via: 'CloudFormation resource specification' };
}

function curated(type: string, setting: string, data: DataSource): Replacement | undefined {
  const table = data.json('bluegreen/terraform-curated.json') as PerType<Curated> | undefined;
  const row = entryIn(table, type);
  if (row === undefined) return undefined;
  const via = 'provider code, curated';
  for (const forces of ['yes', 'maybe', 'no'] as const) {
    if (row[forces]?.split(',').includes(setting)) return { forces, via };
  }
  return { forces: row.others, via };
}

function ofAzure(type: string, setting: string, data: DataSource): Replacement | undefined {
  const row = entryIn(factsOf(data).azurerm, type);
  if (row === undefined) return undefined;
  return { forces: row.includes(setting) ? 'maybe' : 'no', via: 'provider documentation' };
}

function ofTwin(type: string, setting: string, data: DataSource): Replacement {
  const twin = twinOf('terraform', type, data);
  const row = twin === undefined ? undefined : entryIn(factsOf(data).cloudformation, twin);
  if (row === undefined) return { forces: 'unknown', via: 'the provider schema says nothing about replacement' };
  const wanted = setting.replaceAll('_', '');
  return { forces: inRow(row, (name) => name.toLowerCase() === wanted), via: `CloudFormation twin ${twin}` };
}

function inRow(row: string, matches: (name: string) => boolean): 'yes' | 'maybe' | 'no' {
  const [yes = '', maybe = ''] = row.split('|');
  if (yes.split(',').some(matches)) return 'yes';
  return maybe.split(',').some(matches) ? 'maybe' : 'no';
}

function factsOf(data: DataSource): Facts {
  return (data.json('bluegreen/replacement.json') as Facts | undefined) ?? { cloudformation: {}, azurerm: {} };
}
