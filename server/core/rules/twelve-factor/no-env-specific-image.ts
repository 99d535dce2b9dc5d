import { containersIn } from '../../model/container.ts';
import type { Resource } from '../../model/fact.ts';
import {
  entryAt,
  literalText,
  type MapValue,
  type ReferenceValue,
  referencesIn,
  type Value,
  valueAt,
} from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-env-specific-image',
  group: 'twelve-factor',
  title: 'Different image for each environment',
  why: 'The image tested in staging is not the image that runs in production.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-1', '12F-10'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'A registry of each environment passes: the same image can be copied to it.',
    'A version from outside passes.',
    'Files that are tests or for development pass.',
  ],
  looksAt: 'resource',

  check(resource, facts): Iterable<RuleFinding> {
    if (facts.inContext(resource, 'test', 'devOverride')) return [];
    const containers = containersIn(facts).get(resource);
    return containers === undefined && !isOfMacfile(resource) ? [] : specific(resource, containers);
  },
});

function isOfMacfile({ type }: Resource): boolean {
  return type.value === 'mac instance create';
}

function* specific(resource: Resource, containers: readonly MapValue[] = []): Iterable<RuleFinding> {
  if (isOfMacfile(resource)) yield* configured(resource);
  for (const container of containers) {
    const environment = environmentIn(entryAt(container, 'Image')?.value ?? entryAt(container, 'image')?.value);
    if (environment === undefined) continue;
    yield {
      span: environment.span,
      message: `The image is another one in each environment (\`${nameOf(environment)}\`): what was tested is not what runs in production. Build one image, and give the environment in as configuration.`,
    };
  }
}

/** A Macfile names what is installed by `configuration`. */
function* configured({ settings }: Resource): Iterable<RuleFinding> {
  const roles = valueAt(settings, 'roles');
  for (const { value } of roles?.kind === 'map' ? roles.entries : []) {
    const configuration = valueAt(value, 'instance create', 'configuration');
    const text = literalText(configuration);
    const input =
      configuration === undefined
        ? undefined
        : [...referencesIn(configuration)].find((one) => ENVIRONMENT.test(nameOf(one)));
    if (configuration === undefined || (input === undefined && !NAMED.test(text ?? ''))) continue;
    yield {
      span: configuration.span,
      message: `The configuration is another one in each environment (\`${text ?? (input === undefined ? '' : nameOf(input))}\`): what was tested is not what runs in production. Use one, and give the environment in as \`environment\`.`,
    };
  }
}

const NAMED = /[_-](?:dev|develop|test|qa|uat|stag|staging|preprod|prod|production|live)$/i;
const ENVIRONMENT = /^(?:(?:app|deploy|deployment|target)[_-]?)?(?:env|environment|stage)(?:[_-]?(?:name|type))?$/i;

function nameOf({ target }: ReferenceValue): string {
  return target.split('.').at(-1) ?? target;
}

/** The reference to an environment in the repository or tag of an image; in the registry it is fine. */
function environmentIn(image: Value | undefined): ReferenceValue | undefined {
  const parts = image?.kind === 'unknown' ? (image.parts ?? []) : [];
  const at = parts.findIndex((part) => 'kind' in part && ENVIRONMENT.test(nameOf(part)));
  const found = parts[at];
  if (found === undefined || !('kind' in found)) return undefined;
  const text = (list: typeof parts) => list.map((part) => ('kind' in part ? 'x' : part.value)).join('');
  const registry = text(parts).split('/')[0] ?? '';
  const inRegistry =
    text(parts).includes('/') && /[.:]/.test(registry) && text(parts.slice(0, at)).length < registry.length;
  return inRegistry ? undefined : found;
}
