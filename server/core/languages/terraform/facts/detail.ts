import type { Fact, Resource } from '../../../model/fact.ts';
import { factsOfSettings } from '../../../syntax/setting-facts.ts';
import type { Declared } from '../read/module.ts';
import { provisionerFacts } from './provisioner.ts';
import type { Scope } from './scope.ts';
import { bootFacts } from './script.ts';

/** Scripts, images, firewall openings, secrets and addresses of one resource. */
export function detailFacts(resource: Resource, declared: Declared, scope: Scope): Fact[] {
  if (resource.readOnly === true) return [];
  return [
    ...factsOfSettings(resource),
    ...bootFacts(resource, declared, scope),
    ...provisionerFacts(resource, declared, scope),
  ];
}
