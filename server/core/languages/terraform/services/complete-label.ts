import type { CompletionItem, CompletionKind } from '../../../model/editor.ts';
import type { TerraformReading } from '../read/reading.ts';
import { PROVISIONERS } from '../schema/core-blocks.ts';
import { backendsOf, isCurrentBackend } from '../schema/core-data.ts';
import { bodyAt, type Setting } from '../schema/place.ts';
import { BUILT_IN, bundledSources } from '../schema/provider.ts';
import { providerNamed } from '../schema/providers.ts';
import { nestedBlockNames } from './complete-item.ts';
import type { CursorPlace } from './cursor-place.ts';

type LabelPlace = Extract<CursorPlace, { kind: 'label' }>;

/** Types, names and kinds in the header of a block. */
export function completeLabel(reading: TerraformReading, place: LabelPlace, setting: Setting): CompletionItem[] {
  const type = place.header.type.value;
  const make = (names: readonly string[], kind: CompletionKind, detail = '') =>
    names.map((name) => label(reading, place, name, kind, detail));
  if (place.index > 0) return make(namesFor(setting, place, type), 'variable');
  switch (type) {
    case 'resource':
      return types(reading, place, 'resource', setting);
    case 'data':
    case 'mock_data':
      return types(reading, place, 'data', setting);
    case 'mock_resource':
    case 'list':
      return types(reading, place, 'resource', setting);
    case 'store':
      return make(['varset', 'tfvars'], 'enum');
    case 'provider':
    case 'mock_provider':
      return make(providerNames(setting), 'module');
    case 'backend':
      return make(
        Object.keys(backendsOf(setting.data)).filter((name) => isCurrentBackend(name, setting.data)),
        'enum',
      );
    case 'provisioner':
      return make(Object.keys(PROVISIONERS), 'enum');
    case 'variable':
      return make(wanted(setting, 'variable'), 'variable', 'used but not declared');
    case 'dynamic': {
      const body = bodyAt(place.blocks, setting);
      return body ? make(nestedBlockNames(body), 'keyword') : [];
    }
    default:
      return [];
  }
}

function label(
  { hcl }: TerraformReading,
  { word, quoted }: LabelPlace,
  name: string,
  kind: CompletionKind,
  detail: string,
): CompletionItem {
  const closed = hcl.text[word.end] === '"';
  const text = quoted ? (closed ? name : `${name}"`) : `"${name}"`;
  return { label: name, kind, edit: { span: word, text }, ...(detail !== '' && { detail }), rank: 20 };
}

/** Types of the providers that the module uses come first. */
function types(
  reading: TerraformReading,
  place: LabelPlace,
  kind: 'resource' | 'data',
  setting: Setting,
): CompletionItem[] {
  const written = reading.hcl.text.slice(place.word.start, place.word.end);
  const used = new Set([...setting.module.requiredProviders.keys(), ...usedPrefixes(setting)]);
  const locals = new Set([...used, ...bundledSources().map((source) => source.split('/')[1] ?? '')]);
  const matching = [...locals].filter(
    (local) => written === '' || local.startsWith(written.split('_', 1)[0] ?? '') || written.startsWith(local),
  );
  const items = matching.flatMap((local) => {
    const { schema } = providerNamed(local, setting.module, setting.project, setting.data);
    const names = kind === 'resource' ? schema?.resourceTypes : schema?.dataTypes;
    const detail = schema?.title ?? '';
    return (names ?? []).map((name) => ({
      ...label(reading, place, name, 'type', detail),
      rank: used.has(local) ? 10 : 30,
    }));
  });
  const own = kind === 'resource' ? BUILT_IN.resourceTypes : BUILT_IN.dataTypes;
  return [...items, ...own.map((name) => label(reading, place, name, 'type', 'part of Terraform'))];
}

function usedPrefixes({ module }: Setting): string[] {
  return [...module.declared.values()].flatMap(([each]) =>
    each?.type ? [each.type.value.split('_', 1)[0] ?? ''] : [],
  );
}

function providerNames(setting: Setting): string[] {
  return [
    ...new Set([
      ...setting.module.requiredProviders.keys(),
      ...usedPrefixes(setting),
      ...bundledSources().map((source) => source.split('/')[1] ?? ''),
    ]),
  ];
}

/** Names that references of this type want and nothing declares, then the usual ones. */
function namesFor(setting: Setting, { header }: LabelPlace, type: string): string[] {
  if (type !== 'resource' && type !== 'data') return [];
  const prefix = `${type === 'data' ? 'data.' : ''}${header.labels[0]?.value ?? ''}.`;
  const missing = [...setting.module.uses.keys()].filter(
    (address) => address.startsWith(prefix) && !setting.module.declared.has(address),
  );
  return [...new Set([...missing.map((address) => address.slice(prefix.length)), 'main', 'this'])];
}

/** Names that references want and nothing declares. */
function wanted({ module }: Setting, kind: 'variable'): string[] {
  return [...module.uses].flatMap(([address, [use]]) =>
    use?.kind === kind && !module.declared.has(address) ? [use.name.value] : [],
  );
}
