import { ALL_RULES } from '../../server/core/rules/all.ts';
import type { AnyRule } from '../../server/core/rules/define.ts';
import { configSchema } from '../../server/core/service/config-schema.ts';
import { PROFILE_NAMES, PROFILES, profileSeverity } from '../../server/core/service/profiles.ts';
import { GAPS } from './gaps.ts';
import { precisionPage } from './precision.ts';

/** A file made from the rules; `section` = only what stands between two marker comments is. */
export interface Generated {
  readonly path: string;
  readonly text: string;
  readonly section?: string;
}

const LETTERS = { macfile: 'M', cloudformation: 'C', ansible: 'A', terraform: 'T' } as const;

/** Everything that is written from the rules, in the order of its paths. */
export function generatedDocs(): readonly Generated[] {
  return [
    { path: 'README.md', section: 'rules', text: readmeSection() },
    { path: 'docs/precision.md', text: precisionPage(ALL_RULES) },
    { path: 'docs/rules/README.md', text: index() },
    { path: 'schemas/config/verdigris.schema.json', text: `${JSON.stringify(configSchema(ALL_RULES), null, 2)}\n` },
  ];
}

/** The file as it should be, given what it is. Undefined when the file has no such section. */
export function updated({ text, section }: Generated, now: string | undefined): string | undefined {
  if (section === undefined) return text;
  const start = `<!-- ${section}:start -->`;
  const end = `<!-- ${section}:end -->`;
  const from = now?.indexOf(start) ?? -1;
  const to = now?.indexOf(end) ?? -1;
  if (now === undefined || from < 0 || to < from) return undefined;
  return `${now.slice(0, from + start.length)}\n${text}${now.slice(to)}`;
}

function readmeSection(): string {
  const groups = [...new Set(ALL_RULES.map(({ group }) => group))].sort();
  const lines = groups.map((group) => {
    const rules = ALL_RULES.filter((rule) => rule.group === group);
    return `- **${group}** (${rules.length}): ${rules.map(({ id }) => `[${id}](docs/rules/${id}.md)`).join(', ')}`;
  });
  return `\n${lines.join('\n')}\n\n`;
}

function index(): string {
  const counts = ALL_RULES.filter(({ profile, status }) => profile === 'recommended' && status === undefined).length;
  const previews = ALL_RULES.filter(({ status }) => status === 'preview').length;
  return [
    '# Rules',
    '',
    `${ALL_RULES.length} rules, ${counts} of them recommended, ${previews} in preview (off until switched on by name). Languages: M Macfile, C CloudFormation, A Ansible, T Terraform; a language is named where the page proves the rule for it.`,
    'Fix: `safe` may join fix-all, `confirm` changes what is deployed, `suggestion` has places to fill in. This page is generated from the rules (`npm run docs`).',
    '',
    '| rule | says | group | severity | profile | languages | fix |',
    '|---|---|---|---|---|---|---|',
    ...ALL_RULES.map(row),
    '',
    ...matrix(),
    '## Profiles',
    '',
    '| profile | rules | for |',
    '|---|---|---|',
    ...PROFILE_NAMES.map((name) => {
      const on = ALL_RULES.filter((rule) => profileSeverity(PROFILES[name], rule) !== 'off').length;
      return `| \`${name}\` | ${on} | ${PROFILES[name].description} |`;
    }),
    '',
    '## Which setting wins',
    '',
    'From the weakest to the strongest: the profile, user settings, workspace settings, `.verdigris.yaml` from the outermost folder to the nearest, their `overrides` in the same order, comments in the file.',
    'Single values replace, lists add up, and what is `locked` cannot be changed further down. The hover of a finding says which source decided.',
    '',
    '## Hiding a finding',
    '',
    '| form | covers |',
    '|---|---|',
    '| `# verdigris: ignore[rule-id] until=2027-01-31 -- reason` | the node that starts on the next line; behind code, the smallest node of its line |',
    '| `# verdigris: ignore-line[rule-id] -- reason` | the line |',
    '| `# verdigris: ignore-file[rule-id, group/*] -- reason` | the file; stands at its top |',
    '| `# verdigris: disable[rule-id]` … `# verdigris: enable[rule-id]` | everything between |',
    '| `Metadata: { Verdigris: { ignore: [ { rule, reason, until } ] } }` | the resource or template it stands in; it ships with the stack |',
    '| `suppressions:` in `.verdigris.yaml` | the named node of the named files |',
    '',
  ].join('\n');
}

function row({ id, title, group, severity, profile, status, languages, fix }: AnyRule): string {
  const letters = (Object.keys(LETTERS) as (keyof typeof LETTERS)[])
    .filter((one) => languages.includes(one))
    .map((one) => LETTERS[one]);
  return `| [${id}](${id}.md) | ${title} | ${group} | ${severity} | ${status ?? profile} | ${letters.join(' ')} | ${fix} |`;
}

const LANGUAGES = Object.keys(LETTERS) as (keyof typeof LETTERS)[];

/** Which rule is built for which language, and what is left out. */
function matrix(): readonly string[] {
  const cells = ALL_RULES.reduce((sum, { languages }) => sum + languages.length, 0);
  const open = GAPS.reduce((sum, { languages }) => sum + languages.length, 0);
  const fixed = ALL_RULES.filter(({ fix }) => fix !== 'none').length;
  return [
    '## By language',
    '',
    `● built and proved on the page (${cells}), ○ an idea that is not built (${open}, reasons below), empty: nothing to detect in that language. ${fixed} rules (${Math.floor((100 * fixed) / ALL_RULES.length)} %) have a fix or a refactoring.`,
    '',
    '| rule | Macfile | CloudFormation | Ansible | Terraform |',
    '|---|---|---|---|---|',
    ...ALL_RULES.map(({ id, languages }) => {
      const gap = GAPS.find(({ rule }) => rule === id)?.languages ?? [];
      const marks = LANGUAGES.map((one) => (languages.includes(one) ? '●' : gap.includes(one) ? '○' : ' '));
      return `| [${id}](${id}.md) | ${marks.join(' | ')} |`;
    }),
    '',
    '### Not built, and why',
    '',
    ...GAPS.map(({ rule, languages, why }) => {
      const where = languages.map((one) => TITLES[one]).join(' and ');
      return `- **${rule}**${where === '' ? '' : `, ${where}`}: ${why}.`;
    }),
    '',
  ];
}

const TITLES = {
  macfile: 'Macfile',
  cloudformation: 'CloudFormation',
  ansible: 'Ansible',
  terraform: 'Terraform',
} as const;
