import type { Finding, Fix } from '../../model/finding.ts';
import { closest } from '../../schema/closest.ts';
import type { Project } from '../language.ts';
import { finding } from './context.ts';
import { type ExportName, exportsIn, importsIn } from './exports.ts';
import { inside } from './intrinsic.ts';
import type { CfnReading } from './reading.ts';

/**
 * Exports of the templates in the project against imports. An import that nothing exports here may come from a template that is
 * elsewhere: it is said only where a name here is nearly the same. The same name twice is certain in one template alone.
 */
export function checkExports(reading: CfnReading, project: Project): readonly Finding[] {
  const own = exportsIn(reading);
  const imports = importsIn(reading);
  if (own.length === 0 && imports.length === 0) return [];
  return [...duplicates(reading, own), ...unmatched(imports, own, reading.source.path, project)];
}

function duplicates({ template }: CfnReading, exports: readonly ExportName[]): Finding[] {
  const first = new Map<string, ExportName>();
  return exports.flatMap((each): Finding[] => {
    const before = first.get(each.name);
    if (before === undefined) {
      first.set(each.name, each);
      return [];
    }
    // Two outputs of which one exists at a time may share a name.
    if (template.outputs.some(({ body }) => hasCondition(body, [before, each]))) return [];
    const related = [{ message: 'the other export', span: before.node.span }];
    const message = `Two outputs export ${each.name}: the name of an export is taken once per account and region.`;
    return [
      finding(
        'duplicate-export',
        'error',
        message,
        { span: each.node.span, node: 'Outputs' },
        { kind: 'semantic', related },
      ),
    ];
  });
}

function hasCondition(body: CfnReading['tree']['roots'][number], names: readonly ExportName[]): boolean {
  if (body?.kind !== 'map') return false;
  const holds = names.some(({ node }) => body.span.start <= node.span.start && node.span.end <= body.span.end);
  return holds && body.entries.some(({ key }) => key.kind === 'scalar' && key.text === 'Condition');
}

/** Templates whose exports are read to find a name that was meant; finding a name that is there needs their texts only. */
const MOST_READ = 40;

function unmatched(
  imports: readonly ExportName[],
  own: readonly ExportName[],
  self: string,
  project: Project,
): Finding[] {
  const mine = new Set(own.map(({ name }) => name));
  let open = imports.filter(({ name, filled }) => !filled && !mine.has(name));
  if (open.length === 0) return [];
  const exporting: string[] = [];
  for (const path of project.paths('cloudformation')) {
    const text = path === self ? undefined : project.text(path);
    if (text === undefined || !text.includes('Export')) continue;
    exporting.push(path);
    open = open.filter(({ name }) => !text.includes(name));
    if (open.length === 0) return [];
  }
  const known = [...own, ...exporting.slice(0, MOST_READ).flatMap((path) => exportsAt(path, project))];
  const names = new Set(known.flatMap(({ name, filled }) => (filled ? [] : name)));
  return open.flatMap(({ name, node }): Finding[] => {
    const near = closest(name, names);
    if (near === undefined) return [];
    const fixes: Fix[] = [
      { title: `Change to ${near}`, safety: 'confirm', edits: [{ span: inside(node), text: near }] },
    ];
    const message = `No template here exports ${name}. Did you mean ${near}?`;
    return [finding('unmatched-import', 'info', message, { span: node.span, node: '' }, { kind: 'semantic', fixes })];
  });
}

function exportsAt(path: string, project: Project): readonly ExportName[] {
  const reading = project.reading(path);
  return reading !== undefined && 'template' in reading ? exportsIn(reading as CfnReading) : [];
}
