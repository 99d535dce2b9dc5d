import type { LanguageId } from '../../server/core/model/fact.ts';
import type { PlanInput } from '../../server/core/planner/index.ts';
import { replacement } from '../../server/core/schema/replacement.ts';
import { data, type GivenUnit, unit } from './build.ts';
import { CLOUDFORMATION_CASES } from './cases-cloudformation.ts';
import { MACFILE_CASES } from './cases-macfile.ts';
import { TERRAFORM_CASES } from './cases-terraform.ts';
import type { Case, Mutable } from './warning-case.ts';
import { CASES_1 } from './warning-cases-1.ts';
import { CASES_2 } from './warning-cases-2.ts';

/** What the plans of all cases are made of: golden ones of our own, and one for every warning. */
export function inputsOfAllCases(): readonly (readonly [name: string, input: PlanInput])[] {
  const plans = [...CLOUDFORMATION_CASES, ...TERRAFORM_CASES, ...MACFILE_CASES];
  return [
    ...plans.map(({ title, language, green, blue, input }) => [title, ofUnits(language, green, blue, input)] as const),
    ...[...CASES_1, ...CASES_2].map((each) => [each.code, ofWarning(each)] as const),
  ];
}

function ofWarning({ language, blue, edit, input }: Case): PlanInput {
  const after = structuredClone(blue) as Mutable;
  edit(after);
  return ofUnits(language, after as GivenUnit, blue, input);
}

function ofUnits(
  language: LanguageId,
  green: GivenUnit,
  blue: GivenUnit | undefined,
  input: Partial<PlanInput> = {},
): PlanInput {
  return {
    green: unit(language, green),
    ...(blue ? { blue: unit(language, blue, `blue.${language}`) } : {}),
    ...(language === 'cloudformation' || language === 'terraform'
      ? { replacement: (type, path) => replacement(language, type, path, data) }
      : {}),
    ...input,
  };
}
