import { ConfigurationRequest, DidChangeConfigurationNotification } from 'vscode-languageserver';
import { layerOf } from '../core/service/config-file.ts';
import { isProfileName } from '../core/service/profiles.ts';
import type { Session } from './session.ts';

/** Settings `verdigris.*` that the server itself looks at; rules' settings go into the workspace. */
export interface ServerSettings {
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
  /** HCL only, and only while no other formatter is there unless a person says so. */
  readonly formatting: boolean;
  readonly planDiagnostics: boolean;
  /** Path of the output of `terraform providers schema -json`, seen from a workspace folder; empty = none. */
  readonly providerSchemas: string;
}

export const DEFAULT_SETTINGS: ServerSettings = {
  codeLens: true,
  inlayHints: true,
  formatting: false,
  planDiagnostics: false,
  providerSchemas: '',
};

/** Milliseconds that a client has for its first answer. */
const PATIENCE = 1000;

/** Reads the settings now and whenever the client says they changed. */
export function listenToSettings(session: Session, peers: unknown, changed: () => void): void {
  const { connection, client } = session;
  let known = JSON.stringify(undefined);
  const take = (settings: unknown): void => {
    const given = JSON.stringify(settings);
    if (given === known) return;
    known = given;
    apply(session, settings, peers);
    changed();
  };
  apply(session, undefined, peers);
  connection.onNotification(DidChangeConfigurationNotification.type, async ({ settings }) => {
    const sent = recordOf(settings).verdigris;
    take(client.givesConfiguration ? await asked(session) : sent);
  });
  session.onStart.push(() => {
    if (client.registersConfiguration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'verdigris' });
    }
    if (client.givesConfiguration) session.configured = firstOf(session, asked(session).then(take));
  });
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

async function asked(session: Session): Promise<unknown> {
  try {
    const [settings] = await session.connection.sendRequest(ConfigurationRequest.type, {
      items: [{ section: 'verdigris' }],
    });
    return settings;
  } catch {
    return undefined;
  }
}

/** `{ rules: { profile, severity }, codeLens: { enabled }, … }`; whatever has another shape is not used. */
function apply(session: Session, given: unknown, peers: unknown): void {
  const settings = recordOf(given);
  const rules = recordOf(settings.rules);
  const formatting = recordOf(settings.coexistence).formatting;
  session.settings = {
    codeLens: enabled(settings.codeLens, DEFAULT_SETTINGS.codeLens),
    inlayHints: enabled(settings.inlayHints, DEFAULT_SETTINGS.inlayHints),
    formatting: formatting === 'on' || (formatting === 'auto' && recordOf(peers).terraform === false),
    planDiagnostics: recordOf(settings.plan).diagnostics === true,
    providerSchemas: textOf(recordOf(settings.terraform).providerSchemas),
  };
  const profile = isProfileName(rules.profile) ? { profile: rules.profile } : {};
  const folder = session.folders[0] ?? '';
  session.workspace.setSettings({
    layers: [layerOf({ ...profile, rules: recordOf(rules.severity) }, 'editor settings', folder)],
  });
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
