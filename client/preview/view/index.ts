/** Entry of the view. In the panel everything it knows comes in messages; in a page of its own the plan stands in the page. */
import './view.css';
import { openAlone } from './alone.ts';
import { type FromView, readToView } from './messages.ts';
import { View } from './view.ts';
import { setWords } from './words.ts';

interface Host {
  postMessage(message: FromView): void;
  setState(state: unknown): void;
  getState(): unknown;
}

declare const acquireVsCodeApi: (() => Host) | undefined;

if (typeof acquireVsCodeApi === 'function') {
  openIn(acquireVsCodeApi());
} else {
  openAlone();
}

function openIn(host: Host): void {
  let view: View | undefined;
  window.addEventListener('message', ({ data }) => {
    const message = readToView(data);
    if (message?.type === 'start') {
      setWords(message.words);
      document.documentElement.lang = knownLanguage(message.language);
      view ??= new View(document.body, {
        send: (it) => host.postMessage(it),
        save: (state) => host.setState(state),
        saved: host.getState(),
      });
    } else if (message !== undefined) {
      view?.receive(message);
    }
  });
  host.postMessage({ type: 'ready' });
}

/** A tag that `Intl` takes, or English. */
function knownLanguage(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
