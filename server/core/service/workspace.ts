import { type Detection, languageOf } from '../languages/detect.ts';
import { markedFolder, marksOf } from '../languages/detect-ansible.ts';
import type { OwnData, Reading, Surroundings } from '../languages/language.ts';
import type { Fact, LanguageId } from '../model/fact.ts';
import { folderOf, nameOf } from '../model/paths.ts';
import type { Words } from '../planner/index.ts';
import type { DataSource } from '../schema/data.ts';
import type { CheckResult, Opened, Settings, Wanted, WantedFolder, Workspace, WorkspaceOptions } from './api.ts';
import { Brought } from './brought.ts';
import { checkDocument } from './check.ts';
import { type Config, configuredLanguage } from './config.ts';
import { CONFIG_NAME, configPaths, readConfig } from './config-lookup.ts';
import { type Document, NO_DOCUMENT } from './document.ts';
import { Faults } from './faults.ts';
import { languageBy } from './languages.ts';
import { Memo } from './memo.ts';
import { knowsModule } from './modules.ts';
import { keptOf, Texts } from './texts.ts';
import { treeOrHead } from './trees.ts';
import { Explored, folderKey, wantedBy } from './wanted.ts';

export function createWorkspace(options: WorkspaceOptions): Workspace {
  return new Documents(options);
}

/** Characters of texts whose readings are kept, some 30 MB for a million; what is open or asked for again and again stays. */
const ROOM = 1_000_000;
/** What one fact is charged in such characters: it takes 1 to 2 kB, and is made again sooner than a text is read. */
const FACT = 200;

/** No folder is named so. */
const NOWHERE = '\0';

class Documents implements Workspace {
  readonly data: DataSource;
  readonly libraries: readonly string[];
  readonly ruleFaults = new Map<string, number>();
  readonly #options: WorkspaceOptions;
  readonly #memo = new Memo(ROOM);
  readonly #faults: Faults;
  readonly #texts: Texts;
  readonly #documents = new Map<string, Document>();
  readonly #byFolder = new Map<string, Set<string>>();
  /** Folders that hold documents, by the folder around them. */
  readonly #foldersIn = new Map<string, Set<string>>();
  /** Documents all of whose neighbours are known. */
  readonly #explored = new Explored();
  readonly #choices = new Map<string, LanguageId | 'none'>();
  readonly #missing = new Set<string>();
  readonly #present = new Set<string>();
  readonly #readFolders = new Set<string>();
  /** Folders of documents whose language depends on what marks a folder as a project; by that folder. */
  readonly #markedFor = new Map<string, Set<string>>();
  readonly #undetected = new Set<string>();
  readonly #byLanguage = new Map<LanguageId, Set<string>>();
  readonly #ownData = new Brought();
  /** The same list as long as it is true: others keep what they make of it beside it. */
  readonly #sorted = new Map<LanguageId, readonly string[]>();
  #folders: readonly string[] = [];
  #settings: Settings = { layers: [] };
  #today: string;
  #settling = false;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.data = options.data;
    this.libraries = options.libraries ?? [];
    this.#faults = new Faults(options.log);
    this.#texts = new Texts(options.textOf);
    this.#today = options.today();
  }

  get documents(): readonly string[] {
    return [...this.#documents.keys()].sort();
  }

  documentsIn(folder: string): readonly string[] {
    this.#memo.touch(`folder:${folder}`);
    return [...(this.#byFolder.get(folder) ?? [])].sort();
  }

  foldersIn(folder: string): readonly string[] {
    this.#memo.touch(`folders:${folder}`);
    return [...(this.#foldersIn.get(folder) ?? [])].sort();
  }

  get folders(): readonly string[] {
    this.#memo.touch('settings');
    return this.#folders;
  }

  get today(): string {
    this.#memo.touch('today');
    return this.#today;
  }

  get words(): Words | undefined {
    return this.#options.words?.();
  }

  log(message: string): void {
    this.#options.log(message);
  }

  open(path: string, whole: string, languageId?: string): void {
    this.#put(path, keptOf(path, whole), languageId);
  }

  list(path: string): void {
    this.#put(path, undefined, undefined);
  }

  has(path: string): boolean {
    return this.#documents.has(path);
  }

  #put(path: string, text: string | undefined, languageId: string | undefined): void {
    const before = this.#documents.get(path);
    if (before && before.text === text && before.languageId === languageId) return;
    // Its first text may be gone before anybody asked; what it told must not be.
    if (before && before.detection === undefined) this.#detect(path, before);
    this.#documents.set(path, { text, languageId, detection: before?.detection, detected: false });
    const folder = folderOf(path);
    if (!before) this.#memo.bump(`folder:${folder}`);
    if (!before) this.#explored.arrived(path, this.#missing.has(path));
    if (!this.#byFolder.has(folder)) this.#addFolder(folder);
    this.#explored.delete(path);
    this.#byFolder.set(folder, (this.#byFolder.get(folder) ?? new Set()).add(path));
    this.#undetected.add(path);
    this.#memo.bump(path);
    this.#setExistence(path, true);
    if (nameOf(path) === CONFIG_NAME) this.#redetectAll();
  }

  #addFolder(folder: string): void {
    const around = folderOf(folder);
    this.#foldersIn.set(around, (this.#foldersIn.get(around) ?? new Set()).add(folder));
    this.#memo.bump(`folders:${around}`);
  }

  close(path: string): void {
    if (!this.#documents.delete(path)) return;
    this.#texts.forget(path);
    this.#undetected.delete(path);
    this.#byFolder.get(folderOf(path))?.delete(path);
    this.#memo.bump(`folder:${folderOf(path)}`);
    for (const [language, paths] of this.#byLanguage) if (paths.delete(path)) this.#listChanged(language);
    for (const name of ['reading', 'facts', 'unit facts', 'check']) this.#memo.forget(`${name}:${path}`);
    this.#faults.forgive(path);
    this.forget(path);
    if (nameOf(path) === CONFIG_NAME) this.#redetectAll();
  }

  markMissing(path: string): void {
    if (!this.#documents.has(path)) this.#setExistence(path, false);
  }

  markPresent(path: string): void {
    this.#setExistence(path, true);
  }

  markFolder(folder: WantedFolder): void {
    this.#readFolders.add(folderKey(folder));
  }

  forget(path: string): void {
    this.#missing.delete(path);
    this.#present.delete(path);
    this.#explored.clear();
    this.#memo.bump(path);
  }

  setFolders(folders: readonly string[]): void {
    this.#folders = folders;
    this.#redetectAll();
  }

  setSettings(settings: Settings): void {
    this.#settings = settings;
    this.#redetectAll();
  }

  configOf(path: string): Config {
    return this.remember('config', folderOf(path), () => {
      this.#memo.touch('settings');
      return readConfig(path, this.#settings, this.#folders, this);
    });
  }

  choose(path: string, language: LanguageId | 'none' | undefined): void {
    if (language) this.#choices.set(path, language);
    else this.#choices.delete(path);
    this.#redetect(path);
  }

  configPaths(path: string): readonly string[] {
    this.#memo.touch('settings');
    return configPaths(path, this.#folders);
  }

  languageOf(path: string): Detection {
    this.#memo.touch(path);
    const document = this.#documents.get(path);
    return document ? this.#detect(path, document) : NO_DOCUMENT;
  }

  reading(path: string): Reading | undefined {
    const language = languageBy(this.languageOf(path).language);
    if (!language) return undefined;
    const read = (): Reading | undefined => {
      const { kind } = this.languageOf(path);
      const text = this.text(path) ?? '';
      return this.guard(`${language.id} reader`, path, () => language.read({ path, text, kind }, this.data), undefined);
    };
    return this.#memo.get(`reading:${path}`, read, (made) => made?.source.text.length ?? 0);
  }

  opened(path: string): Opened | undefined {
    const reading = this.reading(path);
    const language = languageBy(this.languageOf(path).language);
    const around: Surroundings = { project: this, data: this.data };
    return reading && language ? { path, language, reading, around } : undefined;
  }

  paths(language: LanguageId): readonly string[] {
    this.#settle();
    this.#memo.touch(`list:${language}`);
    const known = this.#sorted.get(language);
    if (known) return known;
    const sorted = [...(this.#byLanguage.get(language) ?? [])].sort();
    this.#sorted.set(language, sorted);
    return sorted;
  }

  text(path: string): string | undefined {
    this.#memo.touch(path);
    const document = this.#documents.get(path);
    return document && (document.text ?? this.#texts.get(path));
  }

  missing(path: string): boolean {
    this.#memo.touch(path);
    return this.#missing.has(path);
  }

  setOwnData(name: string, folder: string, data: OwnData | undefined): void {
    this.#ownData.set(name, folder, data);
    this.#memo.bump(`own:${name}`);
  }

  ownData(name: string, folder: string): OwnData | undefined {
    this.#memo.touch(`own:${name}`);
    return this.#ownData.of(name, folder);
  }

  wanted(path: string, toPlan = false): Wanted {
    return this.wantedByAll([path], toPlan);
  }

  wantedByAll(paths: readonly string[], toPlan = false): Wanted {
    return wantedBy(paths, {
      toPlan,
      workspace: this,
      folders: this.#folders,
      knows: (each) => this.#documents.has(each) || this.#missing.has(each),
      probed: (each) => this.#documents.has(each) || this.#missing.has(each) || this.#present.has(each),
      folderRead: (folder) => this.#readFolders.has(folderKey(folder)),
      explored: this.#explored,
    });
  }

  facts(path: string): readonly Fact[] {
    return this.#factsBy('facts', path, ({ language, reading, around }) => language.facts(reading, around));
  }

  unitFacts(path: string): readonly Fact[] {
    if (!languageBy(this.languageOf(path).language)?.unitFacts) return this.facts(path);
    return this.#factsBy('unit facts', path, ({ language, reading, around }) => language.unitFacts?.(reading, around));
  }

  #factsBy(name: string, path: string, of: (opened: Opened) => readonly Fact[] | undefined): readonly Fact[] {
    this.#settle();
    const find = (): readonly Fact[] => {
      const opened = this.opened(path);
      return opened ? this.guard(`${opened.language.id} ${name}`, path, () => of(opened) ?? [], []) : [];
    };
    return this.#memo.get(`${name}:${path}`, find, (facts) => facts.length * FACT);
  }

  check(path: string): CheckResult {
    return this.remember('check', path, () => checkDocument(this, path));
  }

  release(path: string): void {
    for (const name of ['facts', 'unit facts', 'check', 'neighbours', 'further']) this.#memo.forget(`${name}:${path}`);
  }

  guard<T>(part: string, path: string, work: () => T, otherwise: T): T {
    return this.#faults.run(part, path, work, otherwise);
  }

  remember<T>(name: string, path: string, compute: () => T, facts?: (value: T) => number): T {
    this.#settle();
    return this.#memo.get(`${name}:${path}`, compute, facts && ((value) => facts(value) * FACT));
  }

  rest(): void {
    this.#memo.rest();
  }

  freeze(): void {
    this.#settle();
    this.#memo.freeze();
    this.#explored.clear();
    this.#readFolders.clear();
  }

  /** What is decided lazily is decided before a result is made of it, or the result would be out of date at once. */
  #settle(): void {
    if (this.#settling) return;
    this.#settling = true;
    for (const path of this.#undetected) {
      const document = this.#documents.get(path);
      if (document) this.#detect(path, document);
    }
    const today = this.#options.today();
    if (today !== this.#today) this.#memo.bump('today');
    this.#today = today;
    this.#settling = false;
  }

  #detect(path: string, document: Document): Detection {
    if (document.detected && document.detection) return document.detection;
    document.detected = true;
    this.#undetected.delete(path);
    const found = this.guard('language detection', path, () => this.#decide(path, document), NO_DOCUMENT);
    const kept = found.confidence === 0 && document.detection !== undefined ? document.detection : found;
    this.#list(path, kept.language);
    document.detection = kept;
    return kept;
  }

  #decide(path: string, document: Document): Detection {
    for (const marked of marksOf(path)) {
      const asking = this.#markedFor.get(marked) ?? new Set();
      this.#markedFor.set(marked, asking.add(folderOf(path)));
    }
    const text = this.text(path) ?? '';
    return languageOf({
      path,
      text,
      tree: () => treeOrHead(text, path),
      choice: this.#choices.get(path) ?? configuredLanguage(this.configOf(path), path),
      languageId: document.languageId,
      exists: (each) => this.#documents.has(each) || this.#present.has(each),
      knowsModule: (name) => knowsModule(this.data, name),
    });
  }

  #list(path: string, language: LanguageId | null): void {
    for (const [each, paths] of this.#byLanguage) {
      if (each !== language && paths.delete(path)) this.#listChanged(each);
    }
    if (language === null) return;
    const paths = this.#byLanguage.get(language) ?? new Set();
    if (paths.has(path)) return;
    this.#byLanguage.set(language, paths.add(path));
    this.#listChanged(language);
  }

  #listChanged(language: LanguageId): void {
    this.#sorted.delete(language);
    this.#memo.bump(`list:${language}`);
  }

  #setExistence(path: string, exists: boolean): void {
    const changed = exists ? !this.#present.has(path) : !this.#missing.has(path);
    if (!changed) return;
    (exists ? this.#present : this.#missing).add(path);
    (exists ? this.#missing : this.#present).delete(path);
    this.#memo.bump(path);
    for (const folder of this.#markedFor.get(markedFolder(path) ?? NOWHERE) ?? [])
      for (const asking of this.#byFolder.get(folder) ?? []) if (marksOf(asking).length > 0) this.#redetect(asking);
  }

  /** Configuration may say whose file it is. */
  #redetectAll(): void {
    this.#memo.bump('settings');
    for (const path of this.#documents.keys()) this.#redetect(path);
  }

  #redetect(path: string): void {
    const document = this.#documents.get(path);
    if (!document) return;
    this.#explored.delete(path);
    this.#documents.set(path, { ...document, detection: undefined, detected: false });
    this.#undetected.add(path);
    this.#memo.bump(path);
  }
}
