import { expect, test } from 'vitest';
import { fixedBy, one, planned } from './fixed.ts';
import { fixture } from './real.ts';

const path = '/w/shop.macfile';
const [green, blue] = [fixture('golden-3/green.macfile'), fixture('golden-3/blue.macfile')];

test('the version goes into a name, wherever it is used', () => {
  const title = 'Put {INF_VERSION} into the name, wherever it is used';
  const text = fixedBy(one(path, green), one(path, blue), title)[path] ?? '';
  expect(text.match(/lc-\{INF_NAME\}-\{INF_VERSION\}/g)).toHaveLength(2);
});

test.each(['Raise the version to 15', 'Take the version from the parameter INF_VERSION'])('%s', (title) => {
  fixedBy(one(path, blue.replace('nginx=1.18.0', 'nginx=1.19.0')), one(path, blue), title);
});

test('the switch moves into a file of its own', () => {
  const title = 'Move the switch into its own Macfile, to be run after the checks';
  const texts = fixedBy(one(path, green), one(path, blue), title);
  expect(texts['/w/shop.switch.macfile']).toContain('aws route53 change-resource-record-sets');
  expect(texts[path]).not.toContain('route53');
  const { plan } = planned(texts, one(path, blue));
  expect(plan.warnings.map(({ code }) => code)).not.toContain('plan/no-cut-over');
});

test('a resource without destroy gets one', () => {
  const { fixes, plan } = planned(one(path, green), one(path, blue));
  const codes = fixes.map(({ warning = -1 }) => plan.warnings[warning]?.code);
  expect(codes).toContain('plan/no-destroy');
  const at = fixes[codes.indexOf('plan/no-destroy')];
  fixedBy(one(path, green), one(path, blue), at?.title ?? '');
});

test('a schedule is made switched off', () => {
  const nightly = (text: string): string =>
    text
      .replace(
        '\ninfrastructures:',
        '\n  nightly:\n    create bash:\n      aws events put-rule --name nightly-{INF_VERSION} --schedule-expression rate(1day)\ninfrastructures:',
      )
      .replace('  dns_inf:\n', '  nightly_inf:\n    resource: nightly\n  dns_inf:\n');
  const title = 'Create it switched off, and switch it on after the cut-over';
  const text = fixedBy(one(path, nightly(green)), one(path, nightly(blue)), title)[path] ?? '';
  expect(text).toContain('--state DISABLED');
});
