/** Entry of the view. In a panel it talks to the extension; in an exported page it shows the plan that is in it. */
import './view.css';
import { type FromView, readToView } from './messages.ts';
import { type View, viewIn } from './view.ts';
import { setWords } from './words.ts';

interface Host {
  postMessage(message: FromView): void;
  setState(state: unknown): void;
  getState(): unknown;
}

declare const acquireVsCodeApi: undefined | (() => Host);

const host = typeof acquireVsCodeApi === 'function' ? acquireVsCodeApi() : undefined;
let view: View | undefined;

function receive(value: unknown): void {
  const message = readToView(value);
  if (message?.type === 'start') {
    setWords(message.words);
    document.documentElement.lang = message.language;
    view ??= createView();
  } else if (message !== undefined) {
    view?.receive(message);
  }
}

function createView(): View {
  return viewIn(document.body, {
    send: (message) => host?.postMessage(message),
    save: (state) => host?.setState(state),
    saved: host?.getState(),
  });
}

window.addEventListener('message', (event) => receive(event.data));
const inPage = document.getElementById('plan')?.textContent;
if (inPage !== undefined && inPage !== null) {
  document.body.classList.add('standalone');
  receive({ type: 'start', words: {}, language: document.documentElement.lang });
  receive(JSON.parse(inPage));
}
host?.postMessage({ type: 'ready' });
