import type { ToolPlan } from '../input.ts';
import { type Phrase, say, told, type Words } from '../phrase.ts';
import { isChangeSet, readChangeSet } from './cloudformation.ts';
import { readItems } from './mac.ts';
import { isTerraformPlan, readTerraformPlan } from './terraform.ts';

export type ToolPlanResult = ToolPlan | { readonly refused: string };

/**
 * Reads what a tool says: `terraform show -json` of a plan, a CloudFormation change set in JSON, the tables of
 * `mac infrastructure items`. Anything else, and a format of another major version, is refused with one sentence.
 */
export function readToolPlan(text: string, words?: Words): ToolPlanResult {
  const read = planIn(text);
  return 'refused' in read ? { refused: told(read.refused, words) } : read;
}

function planIn(text: string): ToolPlan | { readonly refused: Phrase } {
  const json = parsed(text);
  if (json === undefined) {
    const items = readItems(text);
    return items ?? { refused: say('This is no JSON and no table of mac infrastructure items. {0}', KNOWN) };
  }
  if (isTerraformPlan(json)) return readTerraformPlan(json);
  if (isChangeSet(json)) return readChangeSet(json);
  return { refused: say('This JSON is no plan of a tool that is known here. {0}', KNOWN) };
}

const KNOWN = say(
  'Known are terraform show -json <plan>, aws cloudformation describe-change-set, and mac infrastructure items.',
);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return undefined;
  }
}
