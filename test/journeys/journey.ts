/** What a journey is: a story told in named checks, each counted by itself. */
import type { Neighbour } from './workbench/neighbour.ts';
import type { Workbench } from './workbench/workbench.ts';

export interface Journey {
  readonly name: string;
  /** On top of the harness' quiet settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Files to write into the copy of `samples/` before VS Code opens it, by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  /** An extension that is installed beside ours. */
  readonly neighbour?: Neighbour;
  /** This file is opened alone, without a folder. */
  readonly single?: string;
  /** `browser`: as on vscode.dev, without any server side; the folder holds `files` only and is in memory. */
  readonly where?: 'server' | 'browser';
  /** `check` never throws: a failed check is counted, with a picture and the host's log, and the story goes on. */
  readonly tell: (vscode: Workbench, check: Check) => Promise<void>;
}

export type Check = (name: string, body: () => Promise<void>) => Promise<void>;
