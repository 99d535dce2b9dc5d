import type { FindingSeverity } from '../../../server/core/model/finding.ts';

export interface Row {
  readonly code: string;
  readonly severity: FindingSeverity;
  /** «» around what the finding underlines. */
  readonly text: string;
  /** Part of the message that helps. */
  readonly says?: string;
  /** What the first fix makes of the text. */
  readonly fixed?: string;
  /** Findings of other codes that the text has, too. */
  readonly also?: readonly string[];
  /** Codes that come to light once the first one is fixed. */
  readonly reveals?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

export const HEAD = `mac: 1.0.0
description: a shop
name: shop
version: '{INF_VERSION}'
`;
export const ROLE = `roles:
  app:
    instance create:
      configuration: nginx
`;
export const ENTRY = `infrastructures:
  app_inf:
    name: app
    location: us-east-1
    role: app
`;
export const BASE = HEAD + ROLE + ENTRY;

export const entry = (body: string) => `${HEAD}${ROLE}${ENTRY}${body}`;
export const resource = (create: string, more = '', params = '') =>
  `${HEAD}${ROLE}resources:\n  lb:\n    create bash: ${create}\n${more}${ENTRY}  lb_inf:\n    resource: lb\n${params}`;
