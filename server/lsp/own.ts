import { RequestType, TextDocumentContentRequest } from 'vscode-languageserver';
import type { Plan } from '../core/model/plan.ts';
import { type PlanFormat, readToolPlan, render } from '../core/planner/index.ts';
import type { FileEdits } from '../core/service/fixes.ts';
import { type Imports, importersWanted, importsOf } from '../core/service/imports.ts';
import { lifecycleEdits } from '../core/service/lifecycle-edits.ts';
import {
  type Beside,
  type Migration,
  migrationsBeside,
  migrationsWanted,
  pendingMigrations,
} from '../core/service/migrations.ts';
import type { BlueTexts, PlanAnswer } from '../core/service/plan.ts';
import { fixesOfPlan, fixOffers } from '../core/service/plan-fixes.ts';
import {
  type BlueSide,
  CHOOSE_LANGUAGE_REQUEST,
  type ChangedFile,
  type ChangedFiles,
  type ChooseLanguageParams,
  CLASSIFY_REQUEST,
  type ClassifyParams,
  PLAN_CHANGED_NOTIFICATION,
  PLAN_FIX_REQUEST,
  PLAN_REQUEST,
  type PlanChangedParams,
  type PlanFix,
  type PlanFixParams,
  type PlanParams,
  type PlanResult,
  RENDER_REQUEST,
  type RenderParams,
} from '../protocol.ts';
import { PLAN_SCHEME } from './capabilities.ts';
import { deployedText, serveDeployed } from './deployed.ts';
import { inEnglish, planAnew, plannedOf } from './planned.ts';
import type { Session } from './session.ts';

/** Milliseconds: changes within this time are told once. */
const COALESCE = 100;

/** Our own requests: plans, and whose file it is. */
export class OwnRequests {
  readonly #session: Session;
  /** Documents whose plan somebody looked at, with the facts it was made of. */
  readonly #planned = new Map<string, unknown>();
  readonly #asked: () => void;
  readonly #plannedNow: () => void;
  #telling: (() => void) | undefined;

  /** `chosen`: a language was chosen. `asked`: the warnings of a document may be those of another plan now. `planned`: there is a new one. */
  constructor(
    session: Session,
    {
      chosen,
      asked,
      planned,
    }: { readonly chosen: () => void; readonly asked: () => void; readonly planned: () => void },
  ) {
    this.#session = session;
    this.#asked = asked;
    this.#plannedNow = planned;
    const { uris, workspace } = session;
    session.answer(new RequestType<PlanParams, PlanResult, void>(PLAN_REQUEST), async (params) => {
      const answer = await this.#plan(params);
      if ('refused' in answer) return answer;
      return { plan: answer.plan, quickFixes: this.#offers(uris.pathOf(params.uri), answer) };
    });
    session.answer(new RequestType<RenderParams, string | null, void>(RENDER_REQUEST), async (params) => {
      const answer = inEnglish(session, uris.pathOf(params.uri), await this.#plan(params));
      return 'refused' in answer ? null : this.#rendered(answer.plan, params.format);
    });
    session.answer(new RequestType<ChooseLanguageParams, null, void>(CHOOSE_LANGUAGE_REQUEST), ({ uri, language }) => {
      workspace.choose(uris.pathOf(uri), language ?? undefined);
      chosen();
      return null;
    });
    session.answer(new RequestType<PlanFixParams, ChangedFiles, void>(PLAN_FIX_REQUEST), async (params) => {
      await session.ready(uris.pathOf(params.uri));
      return { files: this.#filesOf(params) };
    });
    session.answer(new RequestType<ClassifyParams, ChangedFiles, void>(CLASSIFY_REQUEST), async (params) => {
      const path = uris.pathOf(params.uri);
      await session.ready(path);
      const files = lifecycleEdits(workspace, path, params.node, params.lifecycle, params.reason);
      return { files: files.map((file) => this.#changed(file)) };
    });
    session.answer(TextDocumentContentRequest.type, async ({ uri }) => ({
      text: (await deployedText(session, uri)) ?? (await this.#document(uri)),
    }));
    serveDeployed(session);
  }

  /** Tells the client about every plan whose facts are no longer those it was made of. */
  changed(): void {
    const { host, workspace } = this.#session;
    if (this.#planned.size === 0 || this.#telling) return;
    this.#telling = host.later(COALESCE, () => {
      this.#telling = undefined;
      for (const [path, facts] of this.#planned) {
        if (workspace.unitFacts(path) === facts) continue;
        this.#planned.set(path, workspace.unitFacts(path));
        const params: PlanChangedParams = { uri: this.#session.uris.uriOf(path) };
        void this.#session.connection.sendNotification(PLAN_CHANGED_NOTIFICATION, params);
      }
    });
  }

  closed(path: string): void {
    this.#planned.delete(path);
    this.#session.plans.delete(path);
  }

  async #plan({ uri, mode, blue, toolPlan }: PlanParams): Promise<PlanAnswer> {
    const { uris, workspace } = this.#session;
    const path = uris.pathOf(uri);
    if (workspace.text(path) === undefined) await this.#session.reread([path]);
    await this.#session.ready(path, true);
    const tool = toolPlan && readToolPlan(toolPlan.text, workspace.words);
    if (tool && 'refused' in tool) return { refused: `${toolPlan.name}: ${tool.refused}` };
    const answer = planAnew(this.#session, {
      ...(tool ? { toolPlan: tool } : {}),
      path,
      mode,
      migrations: blue && (await this.#pending(path, blue)),
      imports: blue && (await this.#imports(path, blue)),
      ...(blue
        ? {
            blue: {
              kind: blue.kind,
              files: blue.files.map((file) => ({ path: uris.pathOf(file.uri), text: file.text })),
              ...this.#absent(path, blue),
            },
          }
        : {}),
    });
    this.#planned.set(path, workspace.unitFacts(path));
    this.#plannedNow();
    if (this.#session.settingsOf(path).planDiagnostics) this.#asked();
    return answer;
  }

  /** Templates that another template nests are as they are today; in a folder of Terraform the other file would be beside this one. */
  #absent(path: string, { kind, absent }: BlueSide): Partial<Pick<BlueTexts, 'absent'>> {
    const { uris, workspace } = this.#session;
    if (kind === 'file') return workspace.languageOf(path).language === 'cloudformation' ? { absent: [] } : {};
    return absent ? { absent: absent.map((each) => uris.pathOf(each)) } : {};
  }

  /** What other templates import now of what one of the sides exports. */
  async #imports(path: string, { files }: BlueSide): Promise<Imports> {
    const { workspace } = this.#session;
    if (workspace.languageOf(path).language !== 'cloudformation') return [];
    const wanted = importersWanted(path, [workspace.text(path) ?? '', ...files.map(({ text }) => text)]);
    return wanted.folders.length > 0 ? importsOf(workspace, path, await this.#session.readNow(wanted)) : [];
  }

  /** Migrations beside the document that the blue side has not run. They are read anew: nobody tells when they change. */
  async #pending(path: string, { kind, files, absent = [] }: BlueSide): Promise<readonly Migration[]> {
    const { uris } = this.#session;
    const green = await this.#beside(path);
    const [main] = files;
    if (kind === 'file') {
      const other = main === undefined ? path : uris.pathOf(main.uri);
      return pendingMigrations(green, await this.#beside(other));
    }
    const gone = new Set(absent.map((uri) => uris.pathOf(uri)));
    const texts = new Map(files.map(({ uri, text }) => [uris.pathOf(uri), text]));
    const kept = green.files.filter((file) => !gone.has(file.path));
    const before = kept.map((file) => ({ path: file.path, text: texts.get(file.path) ?? file.text }));
    return pendingMigrations(green, { folder: green.folder, files: before });
  }

  async #beside(path: string): Promise<Beside> {
    return migrationsBeside(path, await this.#session.readNow(migrationsWanted(path)));
  }

  #offers(path: string, { plan, green }: Extract<PlanAnswer, { plan: unknown }>): readonly PlanFix[] {
    return fixOffers(this.#session.workspace, path, plan, green);
  }

  /** Edits of a fix of the plan that was asked for last. */
  #filesOf({ uri, fix }: PlanFixParams): readonly ChangedFile[] {
    const { uris, workspace } = this.#session;
    const path = uris.pathOf(uri);
    const answer = plannedOf(this.#session, path);
    if ('refused' in answer) return [];
    const made = fixesOfPlan(workspace, path, answer.plan, answer.green, fix).find(({ title }) => title === fix.title);
    return (made?.files ?? []).map((file) => this.#changed(file));
  }

  #changed({ path, create, edits }: FileEdits): ChangedFile {
    return {
      uri: this.#session.uris.uriOf(path),
      ...(create ? { create: true } : {}),
      edits: edits.map(({ span, text }) => ({ range: this.#session.positions(path).rangeOf(span), newText: text })),
    };
  }

  #rendered(plan: Plan, format: PlanFormat): string {
    return render(plan, format, format === 'html' ? this.#session.workspace.data.json('plan-page.json') : undefined);
  }

  /** `verdigris-plan:/plan.md?<URI of the document>`: the plan as a read-only document, in the form its ending says. */
  async #document(uri: string): Promise<string> {
    const [, ending = 'md', query] = new RegExp(`^${PLAN_SCHEME}:[^?]*?(?:\\.(\\w+))?\\?(.*)$`).exec(uri) ?? [];
    if (query === undefined) return '';
    const document = decoded(query);
    const path = this.#session.uris.pathOf(document);
    const answer = inEnglish(this.#session, path, await this.#plan({ uri: document }));
    return 'refused' in answer ? `${answer.refused}\n` : this.#rendered(answer.plan, FORMATS[ending] ?? 'markdown');
  }
}

const FORMATS: Readonly<Record<string, PlanFormat>> = {
  md: 'markdown',
  json: 'json',
  mmd: 'mermaid',
  sarif: 'sarif',
  html: 'html',
};

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
