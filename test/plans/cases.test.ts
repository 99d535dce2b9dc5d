import { describe, expect, test } from 'vitest';
import { plan } from '../../server/core/planner/index.ts';
import { replacement } from '../../server/core/schema/replacement.ts';
import { data, unit } from './build.ts';
import { CLOUDFORMATION_CASES } from './cases-cloudformation.ts';
import { MACFILE_CASES } from './cases-macfile.ts';
import { TERRAFORM_CASES } from './cases-terraform.ts';
import { type Expected, substance } from './golden.ts';

describe.each([...CLOUDFORMATION_CASES, ...TERRAFORM_CASES, ...MACFILE_CASES])('$title', (each) => {
  const { language, blue, green, input, expected } = each;
  const result = plan({
    green: unit(language, green),
    ...(blue ? { blue: unit(language, blue, `blue.${language}`) } : {}),
    ...(language === 'cloudformation' || language === 'terraform'
      ? { replacement: (type, path) => replacement(language, type, path, data) }
      : {}),
    ...input,
  });
  test.each(Object.keys(expected) as (keyof Expected)[])('%s', (part) => {
    const actual = substance(result)[part];
    const wanted =
      part === 'warnings' ? expected.warnings?.toSorted((a, b) => (a.join() < b.join() ? -1 : 1)) : expected[part];
    expect(actual).toEqual(wanted);
  });
});
