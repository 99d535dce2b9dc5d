import { folderOf } from '../../model/paths.ts';
import type { Surroundings } from '../language.ts';
import { AnsibleData, type ModuleLookup } from './data.ts';
import { installedModule, shadowingModule } from './installed/modules.ts';
import type { Pin } from './pins.ts';
import { pinsFor } from './project/requirements.ts';
import { requiredRelease } from './project/requires.ts';
import { releaseOf } from './releases.ts';

/** Name of the data under which the release is kept that a person chose. */
const TARGET = 'ansible/target';
/** The release of the bundled facts: nothing newer is known. */
const NEWEST = 14;

/** The bundled facts and, where they do not know a module, what the collections and libraries of the project say of it. */
export function projectData(path: string, { data, project }: Surroundings): AnsibleData {
  return new ProjectData(path, { data, project });
}

class ProjectData extends AnsibleData {
  readonly #path: string;
  readonly #around: Surroundings;
  readonly #release: number | undefined;
  readonly #coreRelease: number | undefined;
  readonly #known = new Map<string, ModuleLookup>();

  constructor(path: string, around: Surroundings) {
    super(around.data);
    this.#path = path;
    this.#around = around;
    const said = around.project.ownData?.(TARGET, folderOf(path))?.value;
    const release = typeof said === 'string' ? releaseOf(said) : undefined;
    this.#release = release !== undefined && release < NEWEST ? release : undefined;
    const required = release === undefined ? requiredRelease(path, around.project) : undefined;
    this.#coreRelease = required !== undefined && required < NEWEST ? required : undefined;
  }

  override get release(): number | undefined {
    return this.#release;
  }

  override get coreRelease(): number | undefined {
    return this.#coreRelease;
  }

  override pin(collection: string): Pin | undefined {
    return pinsFor(this.#path, this.#around.project).get(collection);
  }

  override module(written: string, collections: readonly string[] = []): ModuleLookup {
    const key = [written, ...collections].join(' ');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const lookup = this.#look(written, collections);
    this.#known.set(key, lookup);
    return lookup;
  }

  /** The collections of the play come before the project's own library, and that before what comes with Ansible. */
  #look(written: string, collections: readonly string[]): ModuleLookup {
    const { project } = this.#around;
    const found = super.module(written, collections);
    if (found.kind !== 'live') return installedModule(written, collections, this.#path, project) ?? found;
    if (collections.some((each) => found.name.startsWith(`${each}.`))) return found;
    return shadowingModule(written, this.#path, project) ?? found;
  }
}
