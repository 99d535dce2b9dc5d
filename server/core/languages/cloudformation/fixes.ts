import type { Finding, Fix } from '../../model/finding.ts';
import type { Intent, NewValue } from '../../model/intent.ts';
import { applyEdits, type Edit, type Span } from '../../model/span.ts';
import { entryOf, keyText, type Tree, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import type { DataSource } from '../../schema/data.ts';
import { readYaml } from '../../syntax/yaml.ts';
import type { Surroundings } from '../language.ts';
import { inside, intrinsicOf } from './intrinsic.ts';
import { memberAt } from './members.ts';
import type { CfnReading } from './reading.ts';
import { type CfnType, cfnSchema } from './schema.ts';
import { functionsAt } from './services/function-forms.ts';
import { meaningOf, sameMeaning } from './services/meaning.ts';
import { rename, targetAt } from './services/navigate.ts';
import { resolved, SERVERLESS } from './template.ts';

/** The one right answer of a finding that a check leaves to be found from the text around it; checks keep what they know themselves. */
export function withAnswers(reading: CfnReading, findings: readonly Finding[], around: Surroundings): Finding[] {
  let left = MOST_ANSWERS;
  return findings.map((finding) => {
    const asked = !finding.fixes?.length && ANSWERED.has(finding.code) && left-- > 0;
    const answer = asked ? answerTo(reading, finding, around) : undefined;
    return answer === undefined ? finding : { ...finding, fixes: [answer] };
  });
}

/** Each answer walks the tree: nobody works through more of them before the next check. */
const MOST_ANSWERS = 500;
const ANSWERED: ReadonlySet<string> = new Set(
  [
    ...['invalid-value', 'missing-transform', 'logical-id', 'wrong-type'],
    ...['missing-property', 'missing-type', 'unreachable-branch'],
  ].map((problem) => `cloudformation/${problem}`),
);

/** The same for what the notation says: read again, the text has fewer problems. */
export function withSyntaxAnswers(reading: CfnReading): CfnReading {
  const problems = reading.problems.map((finding) => {
    const fix = finding.fixes?.length ? undefined : syntaxAnswer(reading, finding);
    return fix === undefined ? finding : { ...finding, fixes: [fix] };
  });
  return problems.some((finding, at) => finding !== reading.problems[at]) ? { ...reading, problems } : reading;
}

function answerTo(reading: CfnReading, finding: Finding, around: Surroundings): Fix | undefined {
  const { code, message, span } = finding;
  const problem = code.slice(code.indexOf('/') + 1);
  if (problem === 'invalid-value' && finding.node === 'AWSTemplateFormatVersion')
    return byIntents('Change to 2010-09-09', 'safe', [{ kind: 'setScalar', at: span, text: '2010-09-09' }]);
  if (problem === 'missing-transform') return serverless(reading, message);
  if (problem === 'logical-id') return lettersAndDigits(reading, span, around);
  if (problem === 'wrong-type' && /^\S+ wants a list of /.test(message)) return inList(reading, span);
  if (problem === 'missing-property') return missing(reading, finding, around.data);
  if (problem === 'missing-type') return parameterType(reading, finding);
  return problem === 'unreachable-branch' ? takenBranch(reading, finding) : undefined;
}

function byIntents(title: string, safety: Fix['safety'], intents: readonly Intent[]): Fix {
  return { title, safety, edits: [], intents };
}

function serverless({ template }: CfnReading, message: string): Fix | undefined {
  if (template.root === undefined || !message.includes(SERVERLESS) || entryOf(template.root, 'Transform'))
    return undefined;
  const after = 'AWSTemplateFormatVersion';
  const intent: Intent = { kind: 'insertKey', map: template.root.span, key: 'Transform', value: SERVERLESS, after };
  return byIntents(`Add Transform: ${SERVERLESS}`, 'safe', [intent]);
}

/** Everywhere it is used, too. */
function lettersAndDigits(reading: CfnReading, span: Span, around: Surroundings): Fix | undefined {
  const target = targetAt(reading, span.end);
  const name = target?.name.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 255) ?? '';
  if (target === undefined || name === '' || name === target.name) return undefined;
  const renamed = rename(reading, span.end, name, around);
  if ('refused' in renamed) return undefined;
  const own = renamed.edits.find(({ path }) => path === reading.source.path)?.edits ?? [];
  const others = renamed.edits.filter(({ path }) => path !== reading.source.path);
  return { title: `Rename to ${name}`, safety: 'safe', edits: own, ...(others.length > 0 && { others }) };
}

/** A single value where a list is wanted: the list of it. */
function inList({ tree, template }: CfnReading, span: Span): Fix | undefined {
  const entry = template.root && entryAround(template.root, span.start, (value) => startOf(value) === span.start);
  if (entry === undefined || entry.value.kind === 'list') return undefined;
  const whole = { start: startOf(entry.value), end: entry.value.span.end };
  const text = tree.text.slice(whole.start, whole.end);
  const block = entry.value.kind === 'map' ? !entry.value.flow : entry.value.kind !== 'scalar';
  if (
    block ||
    text === '' ||
    text.includes('\n') ||
    /[,[\]{}]/.test(entry.value.kind === 'scalar' && entry.value.style === 'plain' ? text : '')
  )
    return undefined;
  return { title: 'Put it into a list', safety: 'safe', edits: [{ span: whole, text: `[${text}]` }] };
}

/** The property with an empty value of its type, to be filled in. */
function missing({ template, names }: CfnReading, { message, span }: Finding, data: DataSource): Fix | undefined {
  const name = /needs the property (\w+)\.$/.exec(message)?.[1];
  const resources = resolved(entryOf(template.root, 'Resources')?.value);
  if (name === undefined || resources === undefined) return undefined;
  const path = pathTo(resources, span);
  const type = names.resources.get(path?.[0] ?? '')?.type?.value;
  const holder = path && nodeAt(resources, path);
  const [, attribute, ...rest] = path ?? [];
  if (type === undefined || holder?.kind !== 'map' || intrinsicOf(holder) !== undefined) return undefined;
  const value = emptyOf(memberAt(cfnSchema(data), type, [...rest, name])?.type ?? 's');
  const title = `Add ${name}`;
  if (attribute === 'Properties')
    return byIntents(title, 'suggestion', [{ kind: 'insertKey', map: holder.span, key: name, value }]);
  if (attribute !== undefined) return undefined;
  const properties = resolved(entryOf(holder, 'Properties')?.value);
  if (properties?.kind === 'map')
    return byIntents(title, 'suggestion', [{ kind: 'insertKey', map: properties.span, key: name, value }]);
  if (properties !== undefined) return undefined;
  const all: NewValue = { map: [[name, value]] };
  return byIntents(title, 'suggestion', [
    { kind: 'insertKey', map: holder.span, key: 'Properties', value: all, after: 'Type' },
  ]);
}

function emptyOf(type: CfnType): NewValue {
  if (typeof type === 'string') return type === 'b' ? false : type === 'i' || type === 'n' ? 0 : '';
  return type[0] === 'l' ? { list: [] } : { map: [] };
}

function parameterType({ names }: CfnReading, { node, message }: Finding): Fix | undefined {
  const body = message.startsWith('The parameter') ? names.parameters.get(node.split('.')[1] ?? '')?.body : undefined;
  const map = resolved(body);
  if (map?.kind !== 'map') return undefined;
  return byIntents('Add Type: String', 'confirm', [{ kind: 'insertKey', map: map.span, key: 'Type', value: 'String' }]);
}

/** What is always taken stands in place of the function. */
function takenBranch({ tree, template }: CfnReading, { span, message }: Finding): Fix | undefined {
  const place =
    template.root && functionsAt(template.root, span.start).findLast(({ node }) => intrinsicOf(node)?.name === 'If');
  const call = place && intrinsicOf(place.node);
  const branch = call?.args.kind === 'list' ? call.args.items[message.startsWith('The first') ? 2 : 1] : undefined;
  if (call === undefined || branch === undefined) return undefined;
  const text = tree.text.slice(startOf(branch), branch.span.end);
  const inline = branch.kind === 'scalar' || ('flow' in branch && branch.flow);
  if (!inline || text === '' || text.includes('\n')) return undefined;
  return { title: 'Keep the branch that is always taken', safety: 'safe', edits: [{ span: call.span, text }] };
}

/** A fix that is found by reading the text again is not looked for in a longer one. */
const LONGEST_REREAD = 200_000;

function syntaxAnswer({ tree }: CfnReading, finding: Finding): Fix | undefined {
  const { code, span, related } = finding;
  const first = related?.[0];
  if (code.endsWith('/duplicate-key') && first !== undefined)
    return byIntents('Remove the first one, which counts for nothing', 'safe', [
      { kind: 'removeEntry', at: first.span },
    ]);
  const problem = tree.problems.find((each) => each.span.start === span.start && each.span.end === span.end)?.code;
  if (problem === 'trailing-comma') return { title: 'Remove the comma', safety: 'safe', edits: [{ span, text: '' }] };
  if (tree.notation === 'json' || tree.text.length > LONGEST_REREAD) return undefined;
  if (problem === 'tab-indentation') return withoutTabs(tree);
  const edits = problem === 'unclosed-quote' ? closedQuote(tree.text, span) : [];
  const mends = edits.length > 0 && readYaml(applyEdits(tree.text, edits)).problems.length < tree.problems.length;
  return mends ? { title: 'Close the quote at the end of the line', safety: 'safe', edits } : undefined;
}

/** Spaces of the width at which the text says what was understood of it with its tabs. */
function withoutTabs({ text, roots: [root] }: Tree): Fix | undefined {
  const meaning = root && meaningOf(root, 'keep');
  for (const width of [2, 4, 6, 8]) {
    const edits = [...text.matchAll(/^ *\t[ \t]*/gm)].map(
      (match): Edit => ({
        span: { start: match.index, end: match.index + match[0].length },
        text: match[0].replaceAll('\t', ' '.repeat(width)),
      }),
    );
    const { tier, roots } = readYaml(applyEdits(text, edits));
    const same = roots[0] !== undefined && sameMeaning(meaning, meaningOf(roots[0], 'keep'));
    if (tier === 'fast' && same) return { title: 'Indent with spaces instead of tabs', safety: 'safe', edits };
  }
  return undefined;
}

function closedQuote(text: string, { start }: Span): Edit[] {
  const quote = text.charAt(start);
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0].trimEnd() ?? '';
  const at = start + line.length;
  return quote === '"' || quote === "'" ? [{ span: { start: at, end: at }, text: quote }] : [];
}

function startOf(node: TreeNode): number {
  return node.tag?.span.start ?? node.span.start;
}

/** The innermost entry around an offset whose value is the one that is meant. */
function entryAround(node: TreeNode, offset: number, meant: (value: TreeNode) => boolean): TreeEntry | undefined {
  const within = (span: Span, from: number) => from <= offset && offset <= span.end;
  if (node.kind === 'list') {
    const item = node.items.find((each) => within(each.span, startOf(each)));
    return item && entryAround(item, offset, meant);
  }
  const entry = node.kind === 'map' ? node.entries.find(({ span }) => within(span, span.start)) : undefined;
  return entry && (entryAround(entry.value, offset, meant) ?? (meant(entry.value) ? entry : undefined));
}

/** Keys and indices to the map whose key is at the span. */
function pathTo(node: TreeNode, { start, end }: Span): string[] | undefined {
  if (node.kind === 'list') {
    const at = node.items.findIndex(({ span }) => span.start <= start && end <= span.end);
    const below = at < 0 ? undefined : pathTo(node.items[at] as TreeNode, { start, end });
    return below && [String(at), ...below];
  }
  const entry =
    node.kind === 'map' ? node.entries.find(({ span }) => span.start <= start && end <= span.end) : undefined;
  const key = entry && keyText(entry);
  if (entry === undefined || key === undefined) return undefined;
  const named = [entry.key.span, inside(entry.key)].some((span) => span.start === start && span.end === end);
  if (named) return [key];
  const below = pathTo(entry.value, { start, end });
  return below && [key, ...below];
}

function nodeAt(node: TreeNode, path: readonly string[]): TreeNode | undefined {
  return path.reduce<TreeNode | undefined>((at, step) => {
    const map = resolved(at);
    return map?.kind === 'list' ? map.items[Number(step)] : resolved(entryOf(map, step)?.value);
  }, node);
}
