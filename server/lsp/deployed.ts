import { RequestType } from 'vscode-languageserver';
import { ask } from '../core/service/ask.ts';
import { CHOICES_REQUEST, type ChoicesParams, type ChoicesResult } from '../protocol.ts';
import { PLAN_SCHEME } from './capabilities.ts';
import type { Session } from './session.ts';

const START = `${PLAN_SCHEME}:/deployed/`;

/** What a document makes for values of its parameters: which there are to choose, and the text as a read-only document. */
export function serveDeployed(session: Session): void {
  session.answer(new RequestType<ChoicesParams, ChoicesResult | null, void>(CHOICES_REQUEST), async ({ uri }) => {
    const path = session.uris.pathOf(uri);
    await session.ready(path);
    const choices = ask(session.workspace, path, 'choices', ({ language, reading, around }) =>
      language.choices?.(reading, around),
    );
    const text = session.workspace.text(path) ?? '';
    return choices ? { ...choices, ending: /^\s*\{/.test(text) ? 'jsonc' : 'yaml' } : null;
  });
}

/** `verdigris-plan:/deployed/<name>?{"uri":…,"values":{…}}`; undefined for what is no such document. */
export async function deployedText(session: Session, uri: string): Promise<string | undefined> {
  if (!uri.startsWith(START)) return undefined;
  const asked = queryOf(uri.slice(uri.indexOf('?') + 1));
  if (asked === undefined) return '';
  const path = session.uris.pathOf(asked.uri);
  await session.ready(path);
  return (
    ask(session.workspace, path, 'deployed', ({ language, reading }) => language.deployed?.(reading, asked.values)) ??
    ''
  );
}

function queryOf(
  text: string,
): { readonly uri: string; readonly values: Readonly<Record<string, string>> } | undefined {
  try {
    const { uri, values } = JSON.parse(decodeURIComponent(text));
    const isSound = typeof uri === 'string' && typeof values === 'object' && values !== null;
    return isSound && Object.values(values).every((each) => typeof each === 'string') ? { uri, values } : undefined;
  } catch {
    return undefined;
  }
}
