import type { Finding, Fix } from '../../model/finding.ts';
import { folderOf, joinPath } from '../../model/paths.ts';
import { entryOf, keyText } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import type { Project } from '../language.ts';
import { finding } from './context.ts';
import { inside, intrinsicOf } from './intrinsic.ts';
import type { CfnReading } from './reading.ts';
import { resolved, type TemplateResource } from './template.ts';

/** Local nested templates: inputs they want and do not know, outputs they do not have. A template that is not there says nothing. */
export function checkNestedStacks(reading: CfnReading, project: Project): Finding[] {
  if (reading.template.unknownMacro) return [];
  return reading.template.resources.flatMap((resource) => {
    const nested = nestedReading(reading, resource, project);
    return nested === undefined ? [] : [...checkInputs(resource, nested), ...checkOutputs(reading, resource, nested)];
  });
}

export function nestedReading(
  { source }: CfnReading,
  { type, properties }: TemplateResource,
  project: Project,
): CfnReading | undefined {
  if (type?.value !== 'AWS::CloudFormation::Stack') return undefined;
  const url = entryOf(properties, 'TemplateURL')?.value;
  if (url?.kind !== 'scalar' || intrinsicOf(url) !== undefined || url.text === '' || /^[a-z]+:/i.test(url.text))
    return undefined;
  const nested = project.reading(joinPath(folderOf(source.path), url.text));
  return nested !== undefined && 'template' in nested && (nested as CfnReading).tree.tier === 'fast'
    ? (nested as CfnReading)
    : undefined;
}

function checkInputs({ name, properties }: TemplateResource, nested: CfnReading): Finding[] {
  const given = resolved(entryOf(properties, 'Parameters')?.value);
  if (given !== undefined && given.kind !== 'map') return [];
  const node = `Resources.${name.value}.Properties.Parameters`;
  const entries = given?.entries ?? [];
  if (entries.some((entry) => (keyText(entry) ?? '').startsWith('Fn::'))) return [];
  const known = nested.names.parameters;
  const unknown = entries.flatMap((entry): Finding[] => {
    const key = keyText(entry);
    if (key === undefined || known.has(key)) return [];
    const near = closest(key, known.keys());
    const fixes: Fix[] =
      near === undefined
        ? []
        : [{ title: `Change to ${near}`, safety: 'safe', edits: [{ span: inside(entry.key), text: near }] }];
    return [
      finding(
        'nested-parameter',
        'error',
        `The nested template has no parameter ${key}.${near ? ` Did you mean ${near}?` : ''}`,
        { span: entry.key.span, node },
        { kind: 'semantic', fixes },
      ),
    ];
  });
  const keys = new Set(entries.map((entry) => keyText(entry)));
  const missing = [...known.values()].flatMap((parameter): Finding[] => {
    if (keys.has(parameter.name.value) || entryOf(resolved(parameter.body), 'Default') !== undefined) return [];
    return [
      finding(
        'nested-parameter',
        'error',
        `The nested template wants a value for ${parameter.name.value}, which has no default.`,
        { span: name.span, node },
        { kind: 'semantic' },
      ),
    ];
  });
  return [...unknown, ...missing];
}

function checkOutputs(reading: CfnReading, { name }: TemplateResource, nested: CfnReading): Finding[] {
  const outputs = nested.template.outputs.map((output) => output.name.value);
  return reading.uses.flatMap((use): Finding[] => {
    if (use.name.value !== name.value || use.attribute === undefined || !use.attribute.value.startsWith('Outputs.'))
      return [];
    const wanted = use.attribute.value.slice('Outputs.'.length);
    if (outputs.includes(wanted) || wanted.includes('${')) return [];
    const near = closest(wanted, outputs);
    const span = { start: use.attribute.span.end - wanted.length, end: use.attribute.span.end };
    const fixes: Fix[] =
      near === undefined ? [] : [{ title: `Change to ${near}`, safety: 'safe', edits: [{ span, text: near }] }];
    return [
      finding(
        'nested-output',
        'error',
        `The nested template has no output ${wanted}.${near ? ` Did you mean ${near}?` : ''}`,
        { span, node: use.owner },
        { kind: 'semantic', fixes },
      ),
    ];
  });
}
