import { type ProgressToken, WorkDoneProgress } from 'vscode-languageserver';
import type { Session } from './session.ts';

/** Milliseconds before work is worth telling. */
const PATIENCE = 500;

export interface Progress {
  report(message: string): void;
  end(): void;
}

/**
 * Progress under the token of a request, or of our own where a client shows what nobody asked for; nothing is shown for work that is
 * done soon. Of a request only the request can be cancelled: a button beside work that begins again by itself would promise too much.
 */
export function progressFor(session: Session, token: ProgressToken | undefined, title: string): Progress {
  let shown: (Pick<Progress, 'report'> & { done(): void }) | undefined;
  let ended = false;
  const cancel = session.host.later(PATIENCE, () => {
    void shownBy(session, token, title, () => ended).then((made) => {
      shown = made;
    });
  });
  return {
    report: (message) => shown?.report(message),
    end() {
      ended = true;
      cancel();
      shown?.done();
    },
  };
}

async function shownBy(
  { connection, client }: Session,
  token: ProgressToken | undefined,
  title: string,
  isOver: () => boolean,
): Promise<(Pick<Progress, 'report'> & { done(): void }) | undefined> {
  if (token !== undefined) {
    const say = (
      value: { kind: 'begin'; title: string } | { kind: 'report'; message: string } | { kind: 'end' },
    ): void => void connection.sendProgress(WorkDoneProgress.type, token, value);
    say({ kind: 'begin', title });
    return { report: (message) => say({ kind: 'report', message }), done: () => say({ kind: 'end' }) };
  }
  if (!client.showsProgress) return undefined;
  const reporter = await connection.window.createWorkDoneProgress();
  if (isOver()) return undefined;
  reporter.begin(title);
  return reporter;
}
