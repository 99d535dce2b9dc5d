import { ALL_RULES } from '../../core/rules/all.ts';
import type { AnyRule } from '../../core/rules/define.ts';
import { closest } from '../../core/schema/closest.ts';
import { installedText } from '../disk.ts';
import { argumentsOf, oneOf, Usage } from './arguments.ts';
import { processOutput } from './output.ts';

export async function rules(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, { format: { type: 'string' } });
  const format = oneOf('--format', values.format, ['text', 'json'], 'text');
  const [id, ...more] = positionals;
  if (more.length > 0) throw new Usage('Name one rule, or none for the list.');
  const rule = id === undefined ? undefined : ruleBy(id);
  if (format === 'json') {
    const shown = rule ? published(rule) : { schema: 'verdigris.rules/1', rules: ALL_RULES.map(published) };
    processOutput.write(`${JSON.stringify(shown, null, 2)}\n`);
  } else processOutput.write(rule ? pageOf(rule) : list());
  return 0;
}

function ruleBy(id: string): AnyRule {
  const wanted = id.toLowerCase();
  const rule = ALL_RULES.find((each) => each.id === wanted);
  if (rule) return rule;
  const near = closest(
    wanted,
    ALL_RULES.map((each) => each.id),
  );
  throw new Usage(
    `There is no rule ${JSON.stringify(id)}${near ? `; did you mean ${near}?` : '; verdigris rules lists them.'}`,
  );
}

function list(): string {
  const width = Math.max(...ALL_RULES.map(({ id }) => id.length));
  const lines = ALL_RULES.map(
    ({ id, severity, status, title }) => `${id.padEnd(width)}  ${(status ?? severity).padEnd(7)}  ${title}\n`,
  );
  return lines.join('');
}

/** Everything about a rule that is public: no functions. */
function published(rule: AnyRule) {
  const { id, group, title, why, severity, confidence, profile, languages, principles, since, fix, guards } = rule;
  return {
    id,
    group,
    title,
    why,
    severity,
    confidence,
    profile,
    status: rule.status ?? 'stable',
    essential: rule.essential === true,
    languages,
    principles,
    since,
    fix,
    guards,
    peers: rule.peers ?? {},
    suppressible: rule.suppressible ?? true,
    options: rule.options ?? {},
  };
}

function pageOf(rule: AnyRule): string {
  const page = installedText(`docs/rules/${rule.id}.md`);
  const preview =
    rule.status === 'preview'
      ? `In preview: off until \`rules: { ${rule.id}: ${rule.severity} }\` stands in .verdigris.yaml.\n\n`
      : '';
  if (page !== undefined) return preview + (page.endsWith('\n') ? page : `${page}\n`);
  const facts = `${preview}${rule.severity} · ${rule.group} · ${rule.languages.join(', ')} · since ${rule.since}`;
  const guards = rule.guards.map((guard) => `- ${guard}`).join('\n');
  return `# ${rule.id}\n\n${rule.title}\n\n${facts}\n\n${rule.why}\n${guards === '' ? '' : `\nStays silent:\n\n${guards}\n`}`;
}
