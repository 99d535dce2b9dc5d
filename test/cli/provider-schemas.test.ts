import { afterEach, expect, test, vi } from 'vitest';
import { type Place, place } from './run.ts';

vi.setConfig({ testTimeout: 120_000 });

let here: Place;
afterEach(() => here.remove());

const schemas = (version: string) =>
  JSON.stringify({
    format_version: version,
    provider_schemas: {
      'registry.terraform.io/acme/shop': {
        resource_schemas: { shop_cart: { block: { attributes: { size: { type: 'number', required: true } } } } },
      },
    },
  });

const MAIN =
  'terraform {\n  required_providers {\n    shop = {\n      source = "acme/shop"\n    }\n  }\n}\nresource "shop_cart" "a" {\n}\n';

test("a workspace's own provider schemas, for providers that nobody bundles", async () => {
  here = place({ 'main.tf': MAIN, 'providers.json': schemas('1.0'), 'later.json': schemas('3.0') });
  const codes = async (...args: readonly string[]): Promise<string[]> => {
    const { out } = await here.run('check', 'main.tf', '--format', 'json', ...args);
    const { files } = JSON.parse(out) as { files: { findings: { code: string }[] }[] };
    return files.flatMap(({ findings }) => findings.map(({ code }) => code));
  };
  expect(await codes()).not.toContain('terraform/missing-attribute');
  expect(await codes('--provider-schemas', 'providers.json')).toContain('terraform/missing-attribute');
  const refused = await here.run('check', 'main.tf', '--provider-schemas', 'later.json');
  expect(refused.status).toBe(2);
  expect(refused.err).toContain('formats 0.1 to 1.x are understood');
});
