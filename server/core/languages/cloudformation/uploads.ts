import type { Span } from '../../model/span.ts';
import { entryIn } from '../../model/table.ts';
import { entryOf, type TreeNode } from '../../model/tree.ts';
import { intrinsicOf } from './intrinsic.ts';
import { resolved, type Template } from './template.ts';

/** A file that `aws cloudformation package` uploads with a template, or `AWS::Include` takes into it. */
export interface Upload {
  readonly path: string;
  /** Where it is named. */
  readonly span: Span;
}

/**
 * Properties that name one file of text. Folders and archives of code are left out: nobody can compare them.
 * Source: AWS CLI reference, `aws cloudformation package`; SAM developer guide.
 */
const UPLOADED: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGateway::RestApi': ['BodyS3Location'],
  'AWS::AppSync::FunctionConfiguration': [
    'RequestMappingTemplateS3Location',
    'ResponseMappingTemplateS3Location',
    'CodeS3Location',
  ],
  'AWS::AppSync::GraphQLSchema': ['DefinitionS3Location'],
  'AWS::AppSync::Resolver': ['RequestMappingTemplateS3Location', 'ResponseMappingTemplateS3Location', 'CodeS3Location'],
  'AWS::Glue::Job': ['Command.ScriptLocation'],
  'AWS::Serverless::Api': ['DefinitionUri'],
  'AWS::Serverless::GraphQLApi': ['SchemaUri'],
  'AWS::Serverless::HttpApi': ['DefinitionUri'],
  'AWS::Serverless::StateMachine': ['DefinitionUri'],
  'AWS::StepFunctions::StateMachine': ['DefinitionS3Location'],
};

export function uploadsOf(template: Template): readonly Upload[] {
  const named = template.resources.flatMap(({ type, properties }) =>
    (entryIn(UPLOADED, type?.value ?? '') ?? []).flatMap((path) => {
      const node = path
        .split('.')
        .reduce<TreeNode | undefined>((at, key) => resolved(entryOf(at, key)?.value), properties);
      return uploadAt(node);
    }),
  );
  return template.tree.text.includes('AWS::Include') && template.root ? [...named, ...included(template.root)] : named;
}

/** A place of this machine; `s3://` and `https://` are none. */
function uploadAt(node: TreeNode | undefined): readonly Upload[] {
  if (node?.kind !== 'scalar' || intrinsicOf(node) !== undefined || node.tag !== undefined) return [];
  const isFile = /\.[A-Za-z0-9]+$/.test(node.text) && !/^[a-z][a-z0-9+.-]*:/i.test(node.text);
  return isFile ? [{ path: node.text, span: node.span }] : [];
}

function included(node: TreeNode, depth = 0): readonly Upload[] {
  if (depth > 100) return [];
  if (node.kind === 'list') return node.items.flatMap((item) => included(item, depth + 1));
  if (node.kind !== 'map') return [];
  const isInclude = entryOf(node, 'Name')?.value;
  const own =
    isInclude?.kind === 'scalar' && isInclude.text === 'AWS::Include'
      ? uploadAt(entryOf(resolved(entryOf(node, 'Parameters')?.value), 'Location')?.value)
      : [];
  return [...own, ...node.entries.flatMap(({ value }) => included(value, depth + 1))];
}
