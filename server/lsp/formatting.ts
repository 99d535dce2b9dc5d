import {
  type Disposable,
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  type TextEdit,
} from 'vscode-languageserver';
import type { Span } from '../core/model/span.ts';
import { ask } from '../core/service/ask.ts';
import { textEditOf } from './convert.ts';
import type { Session } from './session.ts';

/** Only HCL: for everything else other extensions are asked, and two formatters make the editor ask which one. */
const SELECTOR = [{ pattern: '**/*.{tf,tofu,tfvars,tftest.hcl,tofutest.hcl,tfmock.hcl}' }];

/** Offers formatting while the settings want it, and takes it back when they do not. */
export class Formatting {
  readonly #session: Session;
  #registered: Promise<Disposable[]> | undefined;

  constructor(session: Session) {
    this.#session = session;
    const { uris } = session;
    session.answer(DocumentFormattingRequest.type, ({ textDocument }) =>
      this.#format(uris.pathOf(textDocument.uri), undefined),
    );
    session.answer(DocumentRangeFormattingRequest.type, ({ textDocument, range }) => {
      const path = uris.pathOf(textDocument.uri);
      return this.#format(path, session.positions(path).spanOf(range));
    });
    session.answer(DocumentOnTypeFormattingRequest.type, ({ textDocument, position }) => {
      const path = uris.pathOf(textDocument.uri);
      return this.#format(path, lineBefore(session.workspace.text(path) ?? '', session.offsetOf(path, position)));
    });
  }

  update(): void {
    const { client, connection, settings } = this.#session;
    if (!client.registersFormatting || settings.formatting === (this.#registered !== undefined)) return;
    if (!settings.formatting) {
      void this.#registered?.then((each) => each.map((one) => one.dispose()));
      this.#registered = undefined;
      return;
    }
    const options = { documentSelector: SELECTOR };
    this.#registered = Promise.all([
      connection.client.register(DocumentFormattingRequest.type, options),
      connection.client.register(DocumentRangeFormattingRequest.type, options),
      connection.client.register(DocumentOnTypeFormattingRequest.type, {
        ...options,
        firstTriggerCharacter: '}',
        moreTriggerCharacter: ['\n'],
      }),
    ]).catch(() => []);
  }

  #format(path: string, range: Span | undefined): TextEdit[] {
    const { workspace, settings } = this.#session;
    if (!settings.formatting || workspace.languageOf(path).language !== 'terraform') return [];
    const edits = ask(workspace, path, 'formatting', ({ language, reading }) => language.format?.(reading, range));
    return (edits ?? []).map((edit) => textEditOf(this.#session.positions(path), edit));
  }
}

/** The line that was just finished: up to the `}` that was typed, or the one before the new line. Never the line under the cursor. */
function lineBefore(text: string, offset: number): Span {
  const typed = text[offset - 1];
  const end = typed === '}' ? offset : text.lastIndexOf('\n', offset - 1);
  return { start: text.lastIndexOf('\n', Math.max(0, end - 1)) + 1, end: Math.max(0, end) };
}
