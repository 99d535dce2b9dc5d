import type { Fact, Resource } from '../../../model/fact.ts';
import type { Declared } from '../read/module.ts';
import type { Scope } from './scope.ts';

/** Scripts, images, firewall openings, secrets and addresses of one resource. */
export function detailFacts(_resource: Resource, _declared: Declared, _scope: Scope): Fact[] {
  return [];
}
