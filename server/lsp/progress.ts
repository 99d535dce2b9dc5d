import { type ProgressToken, WorkDoneProgress } from 'vscode-languageserver';
import type { Session } from './session.ts';

/** Milliseconds before work is worth telling. */
const PATIENCE = 500;

export interface Progress {
  report(message: string): void;
  end(): void;
}

/** Progress under the token of a request; nothing is shown for work that is done soon. */
export function progressFor({ connection, host }: Session, token: ProgressToken | undefined, title: string): Progress {
  let begun = false;
  if (token === undefined) return { report() {}, end() {} };
  const cancel = host.later(PATIENCE, () => {
    begun = true;
    void connection.sendProgress(WorkDoneProgress.type, token, { kind: 'begin', title });
  });
  return {
    report(message) {
      if (begun) void connection.sendProgress(WorkDoneProgress.type, token, { kind: 'report', message });
    },
    end() {
      cancel();
      if (begun) void connection.sendProgress(WorkDoneProgress.type, token, { kind: 'end' });
    },
  };
}
