/** Living beside the other extensions of a language: by default we leave to them what they do, and add what they lack. */
import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient';

type Shared = 'terraform' | 'ansible' | 'cloudformation';

/** Extensions that complete and format the same documents. */
const peers: Readonly<Record<Shared, readonly string[]>> = {
  terraform: ['hashicorp.terraform', 'opentofu.vscode-opentofu'],
  ansible: ['redhat.ansible'],
  cloudformation: ['amazonwebservices.aws-toolkit-vscode'],
};

/** Which languages have such an extension here, told to the server at its start and when extensions come and go. */
export function presentPeers(): Readonly<Record<Shared, boolean>> {
  const present = (language: Shared): boolean =>
    peers[language].some((id) => vscode.extensions.getExtension(id) !== undefined);
  return {
    terraform: present('terraform'),
    ansible: present('ansible'),
    cloudformation: present('cloudformation'),
  };
}

type Service = 'completion' | 'hover' | 'formatting';

/** Holds back an answer that a peer gives as well. `languageOf`: what the server found the document to be. */
export function coexistenceMiddleware(languageOf: (uri: vscode.Uri) => string | null | undefined): Middleware {
  const leaves = (document: vscode.TextDocument, service: Service): boolean => {
    const wish = vscode.workspace.getConfiguration('verdigris.coexistence', document).get<string>(service, 'auto');
    if (wish !== 'auto') {
      return wish === 'off';
    }
    const language = languageOf(document.uri);
    // Hovers are shown one below the other: ours says how a resource behaves in a parallel deployment, which no peer says.
    return service !== 'hover' && isShared(language) && presentPeers()[language];
  };
  return {
    provideCompletionItem: (document, position, context, token, next) =>
      leaves(document, 'completion') ? [] : next(document, position, context, token),
    provideHover: (document, position, token, next) =>
      leaves(document, 'hover') ? undefined : next(document, position, token),
    provideDocumentFormattingEdits: (document, options, token, next) =>
      leaves(document, 'formatting') ? [] : next(document, options, token),
  };
}

function isShared(language: string | null | undefined): language is Shared {
  return language === 'terraform' || language === 'ansible' || language === 'cloudformation';
}
