import { folderOf, joinPath } from '../../../model/paths.ts';
import { entryIn } from '../../../model/table.ts';
import { entryOf, type MapNode, type TreeNode } from '../../../model/tree.ts';
import type { Project } from '../../language.ts';
import { intrinsicOf } from '../intrinsic.ts';
import type { CfnReading } from '../reading.ts';
import { resolved, TEMPLATE_KEYS, type TemplateResource } from '../template.ts';

/** One use of a template: the one that is planned, or a nested stack of it. Every thing in it has one name in the whole unit. */
export interface Stack {
  readonly reading: CfnReading;
  /** Empty for the template that is planned; `Resources.App.` in its stack `App`, `Resources.App.Db.` in the stack `Db` of that. */
  readonly prefix: string;
  /** The stack around this one, and the resource there that makes this one. */
  readonly caller?: { readonly stack: Stack; readonly resource: TemplateResource };
  /** Stacks whose templates are at hand, by logical id. */
  readonly nested: ReadonlyMap<string, Stack>;
  /** Why the others are not, by logical id: a word for the reasons of its class, with what it is about behind a colon. */
  readonly closed: ReadonlyMap<string, string>;
}

/** Stacks in stacks in stacks: followed so far. */
const DEEPEST = 8;
/** Stacks of one unit; the service makes no more of them in one operation. */
const MOST_STACKS = 200;

/** Node path of something that a template declares: `Parameters.X` of the whole, `Resources.App.Parameters.X` in a stack. */
export function nodeIn(
  { prefix }: Pick<Stack, 'prefix'>,
  section: 'Resources' | 'Parameters' | 'Outputs',
  name: string,
): string {
  if (prefix === '') return `${section}.${name}`;
  return section === 'Resources' ? prefix + name : `${prefix}${section}.${name}`;
}

/** What the stack around gives to the parameters of a stack, where that is written out as a map. */
export function givenTo({ caller }: Stack): MapNode | undefined {
  const given = resolved(entryOf(caller?.resource.properties, 'Parameters')?.value);
  return given?.kind === 'map' ? given : undefined;
}

/** The template with every local template that it nests. */
export function stackOf(reading: CfnReading, project: Project): Stack {
  return opened(reading, '', [reading.source.path], project, { left: MOST_STACKS });
}

function opened(
  reading: CfnReading,
  prefix: string,
  above: readonly string[],
  project: Project,
  budget: { left: number },
  caller?: Stack['caller'],
): Stack {
  const nested = new Map<string, Stack>();
  const closed = new Map<string, string>();
  const stack: Stack = { reading, prefix, nested, closed, ...(caller ? { caller } : {}) };
  for (const resource of reading.template.resources) {
    const name = resource.name.value;
    if (!isNesting(resource) || nested.has(name)) continue;
    const found = templateOf(resource, reading, project);
    const why = 'why' in found ? found.why : refusal(found.reading, above, budget);
    if ('why' in found || why !== undefined) {
      closed.set(name, why ?? '');
      continue;
    }
    budget.left--;
    const inner = `${nodeIn(stack, 'Resources', name)}.`;
    const path = found.reading.source.path;
    nested.set(name, opened(found.reading, inner, [...above, path], project, budget, { stack, resource }));
  }
  return stack;
}

export function isNesting({ type }: TemplateResource): boolean {
  return entryIn(TEMPLATE_KEYS, type?.value ?? '') !== undefined;
}

function refusal(
  { source }: CfnReading,
  above: readonly string[],
  { left }: { readonly left: number },
): string | undefined {
  if (above.includes(source.path)) return 'TEMPLATE_CYCLE';
  if (above.length > DEEPEST) return `TEMPLATE_DEEP:${DEEPEST}`;
  return left <= 0 ? `TEMPLATE_MANY:${MOST_STACKS}` : undefined;
}

function templateOf(
  { type, properties }: TemplateResource,
  { source }: CfnReading,
  project: Project,
): { readonly reading: CfnReading } | { readonly why: string } {
  const url = entryOf(properties, entryIn(TEMPLATE_KEYS, type?.value ?? '') ?? '')?.value;
  const written = url && writtenPlace(url);
  if (written === undefined) return { why: 'TEMPLATE_COMPUTED' };
  if (/^[a-z][a-z0-9+.-]*:/i.test(written)) return { why: `TEMPLATE_REMOTE:${written}` };
  const path = joinPath(folderOf(source.path), written);
  const found = project.reading(path);
  if (found !== undefined && 'template' in found) {
    const reading = found as CfnReading;
    return reading.template.resources.length > 0 ? { reading } : { why: `TEMPLATE_EMPTY:${written}` };
  }
  if (project.text(path) !== undefined) return { why: `TEMPLATE_NONE:${written}` };
  return { why: `${project.missing(path) ? 'TEMPLATE_MISSING' : 'TEMPLATE_NOT_AT_HAND'}:${written}` };
}

/** The ARN of an application, or the place as text, also where a function is around one that leaves nothing open. */
function writtenPlace(url: TreeNode): string | undefined {
  const application = entryOf(url, 'ApplicationId')?.value;
  if (application?.kind === 'scalar' && application.text.startsWith('arn:')) return application.text;
  const call = intrinsicOf(url);
  const text = call?.name === 'Sub' ? call.args : call === undefined ? url : undefined;
  if (text?.kind !== 'scalar' || text.text === '' || /\$\{|\{\{/.test(text.text)) return undefined;
  return text.text;
}
