/** What the server found each document to be, and what people chose instead. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { State } from 'vscode-languageclient';
import {
  CHOOSE_LANGUAGE_REQUEST,
  type ChooseLanguageParams,
  STATUS_NOTIFICATION,
  type StatusParams,
} from '../server/protocol.ts';

export type Choice = NonNullable<ChooseLanguageParams['language']>;

export const languageNames: Readonly<Record<string, string>> = {
  macfile: 'Macfile',
  cloudformation: 'CloudFormation',
  ansible: 'Ansible',
  terraform: 'Terraform',
};

const stored = 'verdigris.languages';

/** Choices by URI of a file, or of a folder with a slash at its end; kept with the workspace. */
type Choices = Readonly<Record<string, Choice>>;

export class DocumentLanguages {
  readonly #statuses = new Map<string, StatusParams>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #context: vscode.ExtensionContext;
  readonly #client: BaseLanguageClient;

  /** Fires with the URI of a document about which something new is known. */
  readonly onDidChange = this.#changed.event;

  constructor(context: vscode.ExtensionContext, client: BaseLanguageClient) {
    this.#context = context;
    this.#client = client;
    context.subscriptions.push(
      this.#changed,
      client.onNotification(STATUS_NOTIFICATION, (status: StatusParams) => this.#learn(status)),
      client.onDidChangeState(({ newState }) => newState === State.Running && this.#sendAll()),
      vscode.workspace.onDidOpenTextDocument((document) => this.#send(document.uri)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#statuses.delete(document.uri.toString())),
    );
  }

  statusOf(uri: vscode.Uri): StatusParams | undefined {
    return this.#statuses.get(uri.toString());
  }

  /** Undefined: the server has not said yet. */
  languageOf(uri: vscode.Uri): string | null | undefined {
    return this.statusOf(uri)?.language;
  }

  /** `null` takes the choice back. `key`: the file's URI, or its folder's with a slash. */
  async choose(key: string, choice: Choice | null): Promise<void> {
    const { [key]: _, ...others } = this.#choices();
    await this.#context.workspaceState.update(stored, choice === null ? others : { ...others, [key]: choice });
    for (const document of vscode.workspace.textDocuments) {
      if (document.uri.toString().startsWith(key)) {
        await this.#tell(document.uri, this.choiceFor(document.uri) ?? null);
      }
    }
  }

  #learn(status: StatusParams): void {
    const uri = vscode.Uri.parse(status.uri).toString();
    this.#statuses.set(uri, status);
    this.#changed.fire(uri);
  }

  #sendAll(): void {
    this.#statuses.clear();
    for (const document of vscode.workspace.textDocuments) {
      this.#send(document.uri);
    }
  }

  #send(uri: vscode.Uri): void {
    const choice = this.choiceFor(uri);
    if (choice !== undefined && this.#client.isRunning()) {
      void this.#tell(uri, choice);
    }
  }

  async #tell(uri: vscode.Uri, language: Choice | null): Promise<void> {
    const params: ChooseLanguageParams = { uri: uri.toString(), language };
    await this.#client.sendRequest(CHOOSE_LANGUAGE_REQUEST, params);
  }

  #choices(): Choices {
    return this.#context.workspaceState.get<Choices>(stored, {});
  }

  /** The file's own choice, else that of the nearest folder above it. */
  choiceFor(uri: vscode.Uri): Choice | undefined {
    const choices = this.#choices();
    const keys = Object.keys(choices).filter((key) => key === uri.toString() || isFolderOf(key, uri));
    const nearest = keys.sort((a, b) => b.length - a.length)[0];
    return nearest === undefined ? undefined : choices[nearest];
  }
}

function isFolderOf(key: string, uri: vscode.Uri): boolean {
  return key.endsWith('/') && uri.toString().startsWith(key);
}
