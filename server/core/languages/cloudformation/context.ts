import type { Finding, FindingSeverity, Fix } from '../../model/finding.ts';
import type { Span } from '../../model/span.ts';
import type { CfnSchema } from './schema.ts';
import type { Named, Template, TemplateResource } from './template.ts';

/** What a check works with. Findings are collected in any order; the service sorts them. */
export interface CheckContext {
  readonly template: Template;
  readonly schema: CfnSchema;
  readonly names: Names;
  /** False in a repaired tree, or behind a macro: what is not there proves nothing. */
  readonly complete: boolean;
  add(finding: Finding): void;
}

/** Declared names by namespace. */
export interface Names {
  readonly parameters: ReadonlyMap<string, Named>;
  readonly resources: ReadonlyMap<string, TemplateResource>;
  readonly conditions: ReadonlyMap<string, Named>;
  readonly mappings: ReadonlyMap<string, Named>;
}

export const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': 'Number of the account the stack is created in.',
  'AWS::NotificationARNs': 'List of the topics that get notifications about the stack.',
  'AWS::NoValue': 'Removes the property, as if it were not written.',
  'AWS::Partition': 'Partition of the region: aws, aws-cn, aws-us-gov.',
  'AWS::Region': 'Region the stack is created in.',
  'AWS::StackId': 'ARN of the stack.',
  'AWS::StackName': 'Name of the stack: differs between two copies of it.',
  'AWS::URLSuffix': 'Suffix of host names: amazonaws.com, amazonaws.com.cn.',
};

export function namesOf(template: Template): Names {
  const byName = <T extends Named>(list: readonly T[]) => new Map(list.map((named) => [named.name.value, named]));
  return {
    parameters: byName(template.parameters),
    resources: byName(template.resources),
    conditions: byName(template.conditions),
    mappings: byName(template.mappings),
  };
}

/** A finding of the template language: `code` without its prefix. */
export function finding(
  code: string,
  severity: FindingSeverity,
  message: string,
  at: { readonly span: Span; readonly node: string },
  more: {
    readonly fixes?: readonly Fix[];
    readonly kind?: Finding['kind'];
    readonly tags?: NonNullable<Finding['tags']>;
    readonly related?: NonNullable<Finding['related']>;
  } = {},
): Finding {
  return {
    code: `cloudformation/${code}`,
    kind: more.kind ?? 'schema',
    severity,
    message,
    span: at.span,
    node: at.node,
    ...more,
  };
}
