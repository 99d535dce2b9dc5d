import type { DocumentLink, InlayHint, SignatureHelp } from '../../../model/editor.ts';
import { folderOf, joinPath } from '../../../model/paths.ts';
import type { Span } from '../../../model/span.ts';
import { knownText } from '../../../model/value.ts';
import { classify } from '../../../schema/lifecycle.ts';
import { attributeOf } from '../../../syntax/hcl/walk.ts';
import { type HclExpression, literalString } from '../../../syntax/hcl.ts';
import type { Surroundings } from '../../language.ts';
import { parametersOf, signatureText } from '../check/calls.ts';
import { rootScope } from '../facts/scope.ts';
import { toValue } from '../facts/value.ts';
import { calleeOf } from '../read/callee.ts';
import type { Declaration } from '../read/declaration.ts';
import { filePathOf } from '../read/file-call.ts';
import { calledModule, moduleOf } from '../read/module.ts';
import { isLocalSource, type TerraformReading } from '../read/reading.ts';
import { visitExpressions } from '../read/visit.ts';
import { signatureOf } from '../schema/core-data.ts';
import { shortType, Types } from '../schema/infer.ts';
import { schemaOf } from '../schema/place.ts';
import { BUILT_IN } from '../schema/provider.ts';
import { settingFor } from './complete.ts';
import { cursorPlace, expressionPlace } from './cursor-place.ts';
import { documentationAddress } from './documentation.ts';
import { mainOf, sourcesOf } from './navigate.ts';

/**
 * State class behind a resource's header; the known value behind a reference that is a whole value; types of local values; defaults
 * that a module call leaves in place.
 */
export function hintsTerraform(reading: TerraformReading, range: Span, around: Surroundings): readonly InlayHint[] {
  if (reading.form.json) return [];
  const hints: InlayHint[] = [];
  const within = (offset: number) => range.start <= offset && offset <= range.end;
  for (const { kind, type, header } of reading.declarations) {
    if (kind !== 'resource' || !type || !within(header.end)) continue;
    const { class: state, confidence, reasons } = classify('terraform', type.value, around.data);
    const label = state === 'unknown' ? 'unknown' : confidence < 0.7 ? `probably ${state}` : state;
    hints.push({
      offset: header.end,
      label,
      kind: 'state',
      tooltip: `State class of ${type.value}: ${reasons.join(', ')}`,
    });
  }
  hints.push(...typeHints(reading, range, around), ...defaultHints(reading, range, around));
  const scope = rootScope(moduleOf(reading, around.project), around.project);
  visitExpressions(reading, (expression, { attribute }) => {
    if (expression.kind !== 'reference' || expression !== attribute.value || !within(expression.span.end)) return;
    if (expression.root.value !== 'var' && expression.root.value !== 'local') return;
    const text = knownText(toValue(expression, scope));
    if (text === undefined || text === '' || text.includes('\n')) return;
    const shown = text.length > 30 ? `${text.slice(0, 30)}…` : text;
    hints.push({ offset: expression.span.end, label: `= ${shown}`, kind: 'type', tooltip: 'Value by its default' });
  });
  return hints.toSorted((a, b) => a.offset - b.offset);
}

/** Types of local values whose text does not say them: references, calls, conditions. */
function typeHints(reading: TerraformReading, range: Span, around: Surroundings): InlayHint[] {
  const types = new Types(settingFor(reading, around));
  return reading.declarations.flatMap(({ kind, attribute, name }): InlayHint[] => {
    if (kind !== 'local' || !attribute || name.span.end < range.start || name.span.end > range.end) return [];
    const text = SELF_EVIDENT.has(attribute.value.kind) ? undefined : shortType(types.of(attribute.value));
    return text === undefined
      ? []
      : [{ offset: name.span.end, label: `: ${text}`, kind: 'type', tooltip: 'Type of the value' }];
  });
}

const SELF_EVIDENT = new Set(['literal', 'template', 'tuple', 'object', 'missing']);

/** At the closing brace of a call the inputs that are left to their defaults. */
function defaultHints(reading: TerraformReading, range: Span, { project }: Surroundings): InlayHint[] {
  return reading.declarations.flatMap((call): InlayHint[] => {
    const { close } = call.block;
    if (call.kind !== 'module' || !close || close.start < range.start || close.start > range.end) return [];
    const called = calledModule({ ...call, reading }, project);
    const left = [...(called?.declared.values() ?? [])].flatMap(([input]) => {
      const value = input?.kind === 'variable' ? attributeOf(input.block.body, 'default')?.value : undefined;
      if (!input || !value || attributeOf(call.block.body, input.name.value)) return [];
      return [
        `${input.name.value} = ${oneLine(input.reading.source.text.slice(value.span.start, value.span.end), 30)}`,
      ];
    });
    if (left.length === 0) return [];
    const shown = left.slice(0, 3).join(', ');
    const label = `defaults: ${oneLine(shown, 60)}${left.length > 3 ? `, ${left.length - 3} more` : ''}`;
    return [{ offset: close.end, label, kind: 'parameter', tooltip: left.join('\n') }];
  });
}

function oneLine(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > most ? `${line.slice(0, most)}…` : line;
}

/** Local modules and files that are read; pages of types on the public registry. */
export function linksTerraform(reading: TerraformReading, around: Surroundings): readonly DocumentLink[] {
  const setting = settingFor(reading, around);
  const links: DocumentLink[] = [];
  for (const declared of reading.declarations) {
    const { kind, type, block } = declared;
    if ((kind === 'resource' || kind === 'data') && type) {
      const { schema } = schemaOf(block, type.value, setting);
      if (schema && schema !== BUILT_IN) {
        links.push({
          span: type.span,
          target: documentationAddress(schema.source, schema.version || 'latest', type.value, kind === 'data'),
          tooltip: `Documentation of ${type.value}`,
        });
      }
    }
    for (const source of sourcesOf(block)) {
      const link = CALLS.has(block.type.value) ? sourceLink(reading, declared, source, around) : undefined;
      if (link) links.push(link);
    }
  }
  const folder = folderOf(reading.source.path);
  visitExpressions(reading, (expression) => {
    const file = expression.kind === 'call' ? filePathOf(expression) : undefined;
    if (file && around.project.text(joinPath(folder, file.path)) !== undefined)
      links.push({ span: file.span, target: joinPath(folder, file.path) });
  });
  return links.toSorted((a, b) => a.span.start - b.span.start);
}

const CALLS: ReadonlySet<string> = new Set(['module', 'component', 'stack', 'run']);

function sourceLink(
  reading: TerraformReading,
  declared: Declaration,
  source: HclExpression,
  { project }: Surroundings,
): DocumentLink | undefined {
  const text = literalString(source);
  if (text === undefined || source.kind !== 'template' || source.inner.end === source.inner.start) return undefined;
  const span = source.inner;
  if (isLocalSource(text)) {
    const module =
      declared.kind === 'module'
        ? calledModule({ ...declared, reading }, project)
        : calleeOf(reading, declared.block, project);
    const main = module && mainOf(module);
    return main && { span, target: main.source.path, tooltip: 'Open the module' };
  }
  const registry = /^([\w-]+)\/([\w-]+)\/([\w-]+)(?:\/\/.*)?$/.exec(text);
  if (registry)
    return {
      span,
      target: `https://registry.terraform.io/modules/${registry[1]}/${registry[2]}/${registry[3]}`,
      tooltip: 'Open the module in the registry',
    };
  const repository =
    /^(?:git::)?https:\/\/(github\.com\/[\w.-]+\/[\w.-]+?)(?:\.git)?(?:[/?].*)?$/.exec(text) ??
    /^(github\.com\/[\w.-]+\/[\w.-]+)/.exec(text);
  return repository ? { span, target: `https://${repository[1]}`, tooltip: 'Open the repository' } : undefined;
}

/** Parameters of the function whose parentheses the cursor is in. */
export function signatureTerraform(
  reading: TerraformReading,
  offset: number,
  { data }: Surroundings,
): SignatureHelp | undefined {
  const place = cursorPlace(reading, offset);
  if (place.kind !== 'value') return undefined;
  const { chain } = expressionPlace(place.attribute.value, offset);
  const call = chain.find((each) => each.kind === 'call' && each.inner.start <= offset && offset <= each.inner.end);
  const signature = call?.kind === 'call' ? signatureOf(call.name.value, data) : undefined;
  if (call?.kind !== 'call' || !signature) return undefined;
  const parameters = parametersOf(signature);
  const before = call.arguments.filter(
    ({ span }) => span.end < offset && /^[^,]*,/.test(reading.hcl.text.slice(span.end, offset)),
  ).length;
  const activeParameter = Math.min(before, Math.max(0, parameters.length - 1));
  return {
    signatures: [{ label: signatureText(call.name.value, signature), parameters }],
    activeSignature: 0,
    activeParameter,
  };
}
