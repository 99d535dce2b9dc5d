import type { Finding } from '../../model/finding.ts';
import type { ModuleLookup } from './data.ts';
import { finding } from './reading.ts';

type Gone = Extract<ModuleLookup, { readonly kind: 'gone' }>;

/** A module that is no more. What only left the package with its collection can be installed by itself: no error. */
export function removedModule(name: string, gone: Gone, at: Pick<Finding, 'span' | 'node'>): Finding {
  return finding('removed-module', gone.apart === undefined ? 'error' : 'warning', messageOf(name, gone), at);
}

function messageOf(name: string, { release, alternative, apart }: Gone): string {
  const instead = alternative ? ` Instead: ${alternative}.` : '';
  if (apart !== undefined) {
    const since = release === undefined ? '' : ` since release ${release}`;
    return `Ansible comes without ${apart}, the collection of ${name},${since}: name it in requirements.yml.${instead}`;
  }
  const when = release === undefined ? '' : /^\d{4}-/.test(release) ? ` on ${release}` : ` in ${release}`;
  return `${name} was removed${when}.${instead}`;
}
