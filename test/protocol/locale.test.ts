import { afterEach, expect, test } from 'vitest';
import type { CodeAction, CodeLens, Diagnostic } from 'vscode-languageserver-protocol/node';
import { LineIndex } from '../../server/core/model/lines.ts';
import type { Plan } from '../../server/core/model/plan.ts';
import { connect, type Peer } from './client.ts';

let peer: Peer;
afterEach(() => peer.close());

const group = (image: string): string => `resource "aws_launch_template" "web" {
  name     = "web"
  image_id = "${image}"
}
`;

interface Answer {
  readonly plan: Plan;
  readonly quickFixes: readonly { readonly title: string }[];
}

/** A client whose user reads `locale`, with the plan of a changed image as it gets it. */
async function planned(locale?: string): Promise<Answer & { readonly params: object }> {
  peer = await connect({
    ...(locale === undefined ? {} : { locale }),
    capabilities: { workspace: { configuration: true }, textDocument: { diagnostic: {} } },
    prepare: (connection) => {
      connection.onRequest('workspace/configuration', () => [{ plan: { diagnostics: true } }]);
      connection.onRequest('client/registerCapability', () => null);
    },
  });
  await peer.open('main.tf', group('ami-2'), 'terraform');
  const uri = peer.uri('main.tf');
  const params = { uri, blue: { kind: 'git:HEAD', files: [{ uri, text: group('ami-1') }] } };
  return { ...(await peer.connection.sendRequest<Answer>('verdigris/plan', params)), params };
}

const words = ({ plan, quickFixes }: Answer): readonly string[] => [
  ...plan.nodes.flatMap(({ why }) => why),
  ...plan.steps.flatMap((step) => [step.do, step.verify, step.rollback, ...(step.precondition ?? [])]),
  ...plan.warnings.flatMap(({ message, fix = '' }) => [message, fix]),
  ...quickFixes.map(({ title }) => title),
];

test('who reads German gets a German plan: reasons, steps, warnings and fixes', async () => {
  const answer = await planned('de');
  const { plan, quickFixes } = answer;
  expect(plan.nodes[0]).toMatchObject({
    id: 'aws_launch_template.web',
    action: 'duplicate',
    why: ['zustandslos und geändert'],
  });
  expect(plan.steps.map((step) => step.do)).toContain('grüne Kopien unter Namen mit Farbzusatz anlegen');
  expect(plan.warnings.find(({ code }) => code === 'plan/name-collision')?.message).toBe(
    'name steht fest auf „web“: eine parallele grüne Kopie kann das nicht verwenden',
  );
  expect(quickFixes.map(({ title }) => title)).toContain('name_prefix verwenden, damit ein Name erzeugt wird');
  expect(plan.summary).toMatch(/^Bereitschaft \d+\/100/);
  expect(plan.steps.flatMap(({ commands = [] }) => commands)).toContain('terraform plan -out=green.tfplan');
});

test('so do the diagnostics of its warnings, and their fixes', async () => {
  await planned('de');
  const uri = peer.uri('main.tf');
  const { items } = await peer.connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', {
    textDocument: { uri },
  });
  const collision = items.find(({ code }) => code === 'plan/name-collision');
  expect(collision?.message).toBe(
    'Name steht fest auf „web“: eine parallele grüne Kopie kann das nicht verwenden: name_prefix verwenden, wo der Typ es hat, oder dem Namen eine Farbvariable anhängen.',
  );
  const at = new LineIndex(group('ami-2')).positionAt(group('ami-2').indexOf('"web"\n'));
  const actions = await peer.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: at, end: at },
    context: { diagnostics: [] },
  });
  expect(actions.map(({ title }) => title)).toContain('name_prefix verwenden, damit ein Name erzeugt wird');
});

test.each(['en', undefined, 'nl'])('who reads %s gets English', async (locale) => {
  const answer = await planned(locale);
  expect(answer.plan.nodes[0]?.why).toEqual(['stateless and changed']);
  for (const text of words(answer)) expect(text).toMatch(/^[\x20-\x7e]*$/);
});

test.each(['fr', 'es-MX', 'ja'])('%s has no English sentence either', async (locale) => {
  const english = new Set(words(await planned('en')));
  peer.close();
  const translated = words(await planned(locale)).filter((text) => text !== '');
  expect(translated.length).toBeGreaterThan(10);
  expect(translated.filter((text) => english.has(text))).toEqual([]);
});

test('what is exported is English, byte for byte, and the plan that is shown stays German', async () => {
  const forms = ['markdown', 'runbook', 'json', 'html', 'sarif', 'mermaid'];
  const exported = async (params: object): Promise<readonly unknown[]> =>
    Promise.all(forms.map((format) => peer.connection.sendRequest('verdigris/renderPlan', { ...params, format })));
  const english = await exported((await planned('en')).params);
  peer.close();
  const { params } = await planned('de');
  expect(await exported(params)).toEqual(english);
  const { items } = await peer.connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', {
    textDocument: { uri: peer.uri('main.tf') },
  });
  expect(items.map(({ message }) => message).join()).toContain('grüne Kopie');
});

test('lines above the code are German, too', async () => {
  await planned('de');
  const uri = peer.uri('main.tf');
  const lenses = async (): Promise<readonly (string | undefined)[]> =>
    (await peer.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } })).map(
      ({ command }) => command?.title,
    );
  expect(await lenses()).toEqual([expect.stringMatching(/^Plan: 1 verdoppeln · Bereitschaft \d+$/)]);
  await peer.change('main.tf', 2, group('ami-3'));
  expect(await lenses()).toEqual(['1 zustandslos']);
});

test('a refusal is said in the language of the reader', async () => {
  peer = await connect({ locale: 'ja' });
  await peer.open('empty.tf', '# nothing\n', 'terraform');
  const refused = await peer.connection.sendRequest('verdigris/plan', { uri: peer.uri('empty.tf') });
  expect(refused).toEqual({ refused: 'empty.tf にはデプロイできるものの宣言がないため、計画するものはありません。' });
});
