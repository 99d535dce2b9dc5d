import { ConfigurationRequest, DidChangeConfigurationNotification } from 'vscode-languageserver';
import { type ConfigLayer, layerOf } from '../core/service/config-file.ts';
import { ANSIBLE_TARGET } from '../core/service/own-schemas.ts';
import { isProfileName } from '../core/service/profiles.ts';
import type { Session } from './session.ts';

/** Settings `verdigris.*` that the server itself looks at; rules' settings go into the workspace. */
export interface ServerSettings {
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
  /** Hints at what a change replaces. */
  readonly replacementHints: boolean;
  /** HCL only, and only while no other formatter is there unless a person says so. */
  readonly formatting: boolean;
  readonly planDiagnostics: boolean;
  /** Path of the output of `terraform providers schema -json`, seen from a workspace folder; empty = none. */
  readonly providerSchemas: string;
  /** Release of Ansible that playbooks are for, of the package or of core; empty = the newest. */
  readonly ansibleTarget: string;
  /** `terraform` or `opentofu`; else the files say it. */
  readonly dialect: string;
}

export const DEFAULT_SETTINGS: ServerSettings = {
  codeLens: true,
  inlayHints: true,
  replacementHints: false,
  formatting: false,
  planDiagnostics: false,
  providerSchemas: '',
  ansibleTarget: '',
  dialect: 'auto',
};

/** Milliseconds that a client has for its first answer. */
const PATIENCE = 1000;

/** Reads the settings now, whenever the client says they changed, and whenever the returned function is called (other folders). */
export function listenToSettings(session: Session, peers: unknown, changed: () => void): () => void {
  const { connection, client } = session;
  let known = JSON.stringify(undefined);
  const take = (settings: readonly unknown[]): void => {
    const given = JSON.stringify([settings, session.folders]);
    if (given === known) return;
    known = given;
    apply(session, settings, peers);
    changed();
  };
  apply(session, [], peers);
  connection.onNotification(DidChangeConfigurationNotification.type, async ({ settings }) => {
    const sent = recordOf(settings).verdigris;
    take(client.givesConfiguration ? await asked(session) : [sent]);
  });
  session.onStart.push(() => {
    if (client.registersConfiguration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'verdigris' });
    }
    if (client.givesConfiguration) session.configured = firstOf(session, asked(session).then(take));
  });
  return () => {
    if (client.givesConfiguration) void asked(session).then(take);
  };
}

/** A client that does not answer in time is served with what is known. */
function firstOf({ host }: Session, answered: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = host.later(PATIENCE, resolve);
    void answered.then(() => {
      giveUp();
      resolve();
    });
  });
}

/** What holds in general, then what holds in each workspace folder. */
async function asked(session: Session): Promise<readonly unknown[]> {
  const scopes = session.folders.map((folder) => ({ section: 'verdigris', scopeUri: session.uris.uriOf(folder) }));
  try {
    return await session.connection.sendRequest(ConfigurationRequest.type, {
      items: [{ section: 'verdigris' }, ...scopes],
    });
  } catch {
    return [];
  }
}

/** `{ rules: { profile, severity }, codeLens: { enabled }, … }`; whatever has another shape is not used. */
function apply(session: Session, [general, ...scoped]: readonly unknown[], peers: unknown): void {
  session.settings = settingsFrom(general, peers);
  const byFolder = session.folders.flatMap((folder, at) => {
    const given = scoped[at];
    return given === undefined || given === null ? [] : [{ folder, given }];
  });
  session.folderSettings = byFolder.map(({ folder, given }) => ({ folder, settings: settingsFrom(given, peers) }));
  tellTargets(session);
  session.workspace.setSettings({
    layers: [layerFrom(general, session.folders[0] ?? '')],
    byFolder: byFolder.map(({ folder, given }) => ({ folder, layers: [layerFrom(given, folder)] })),
  });
}

/** The release of Ansible of the workspace and of each folder; said again only where it changed. */
function tellTargets({ settings, folderSettings, workspace }: Session): void {
  const targets = [{ folder: '', settings }, ...folderSettings];
  for (const {
    folder,
    settings: { ansibleTarget },
  } of targets) {
    const said = workspace.ownData?.(ANSIBLE_TARGET, folder === '' ? '' : `${folder}/`)?.value;
    if ((said ?? '') === ansibleTarget) continue;
    const data = ansibleTarget === '' ? undefined : { file: 'settings', value: ansibleTarget };
    workspace.setOwnData(ANSIBLE_TARGET, folder, data);
  }
}

function settingsFrom(given: unknown, peers: unknown): ServerSettings {
  const settings = recordOf(given);
  const formatting = recordOf(settings.coexistence).formatting;
  return {
    codeLens: enabled(settings.codeLens, DEFAULT_SETTINGS.codeLens),
    inlayHints: enabled(settings.inlayHints, DEFAULT_SETTINGS.inlayHints),
    replacementHints: recordOf(settings.inlayHints).replacement === true,
    formatting: formatting === 'on' || (formatting === 'auto' && recordOf(peers).terraform === false),
    planDiagnostics: recordOf(settings.plan).diagnostics === true,
    providerSchemas: textOf(recordOf(settings.terraform).providerSchemas),
    ansibleTarget: textOf(recordOf(settings.ansible).target),
    dialect: textOf(recordOf(settings.terraform).dialect),
  };
}

function layerFrom(given: unknown, folder: string): ConfigLayer {
  const rules = recordOf(recordOf(given).rules);
  const profile = isProfileName(rules.profile) ? { profile: rules.profile } : {};
  return layerOf({ ...profile, rules: recordOf(rules.severity) }, 'editor settings', folder);
}

function enabled(value: unknown, byDefault: boolean): boolean {
  const { enabled: wish } = recordOf(value);
  return typeof wish === 'boolean' ? wish : byDefault;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
