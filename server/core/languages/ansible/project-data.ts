import type { Surroundings } from '../language.ts';
import { AnsibleData, type ModuleLookup } from './data.ts';
import { installedModule } from './installed/modules.ts';

/** The bundled facts and, where they do not know a module, what the collections and libraries of the project say of it. */
export function projectData(path: string, { data, project }: Surroundings): AnsibleData {
  return new ProjectData(path, { data, project });
}

class ProjectData extends AnsibleData {
  readonly #path: string;
  readonly #around: Surroundings;
  readonly #known = new Map<string, ModuleLookup>();

  constructor(path: string, around: Surroundings) {
    super(around.data);
    this.#path = path;
    this.#around = around;
  }

  override module(written: string, collections: readonly string[] = []): ModuleLookup {
    const key = [written, ...collections].join(' ');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = super.module(written, collections);
    const lookup =
      found.kind === 'live'
        ? found
        : (installedModule(written, collections, this.#path, this.#around.project) ?? found);
    this.#known.set(key, lookup);
    return lookup;
  }
}
