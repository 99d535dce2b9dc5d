/** Entry of the view: everything it knows comes in messages from the panel. */
import './view.css';
import { type FromView, readToView } from './messages.ts';
import { View } from './view.ts';
import { setWords } from './words.ts';

interface Host {
  postMessage(message: FromView): void;
  setState(state: unknown): void;
  getState(): unknown;
}

declare const acquireVsCodeApi: () => Host;

const host = acquireVsCodeApi();
let view: View | undefined;

function receive(value: unknown): void {
  const message = readToView(value);
  if (message?.type === 'start') {
    setWords(message.words);
    document.documentElement.lang = knownLanguage(message.language);
    view ??= createView();
  } else if (message !== undefined) {
    view?.receive(message);
  }
}

/** A tag that `Intl` takes, or English. */
function knownLanguage(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function createView(): View {
  return new View(document.body, {
    send: (message) => host.postMessage(message),
    save: (state) => host.setState(state),
    saved: host.getState(),
  });
}

window.addEventListener('message', (event) => receive(event.data));
host.postMessage({ type: 'ready' });
