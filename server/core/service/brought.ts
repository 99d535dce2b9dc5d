import type { OwnData } from '../languages/language.ts';
import { isInside } from '../model/paths.ts';

/** What people brought in place of bundled data: by its name, for the files below a folder. */
export class Brought {
  readonly #byName = new Map<string, Map<string, OwnData>>();

  /** `''`: for all files; undefined takes it back. */
  set(name: string, folder: string, data: OwnData | undefined): void {
    const byFolder = this.#byName.get(name) ?? new Map<string, OwnData>();
    this.#byName.set(name, byFolder);
    if (data) byFolder.set(folder, data);
    else byFolder.delete(folder);
  }

  /** What was brought for the nearest folder. */
  of(name: string, folder: string): OwnData | undefined {
    const around = [...(this.#byName.get(name) ?? [])].filter(([each]) => each === '' || isInside(each, folder));
    return around.toSorted(([a], [b]) => b.length - a.length)[0]?.[1];
  }
}
