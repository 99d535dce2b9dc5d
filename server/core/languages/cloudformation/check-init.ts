import { entryIn } from '../../model/table.ts';
import { entryOf, keyText, type TreeEntry } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import { type CheckContext, finding } from './context.ts';
import { inside, intrinsicOf } from './intrinsic.ts';
import { plain } from './plain.ts';
import { resolved, type TemplateResource } from './template.ts';

/** What a config of cfn-init holds, and the keys of each of its entries (helper scripts reference, AWS::CloudFormation::Init). */
const CONFIG: Readonly<Record<string, readonly string[] | undefined>> = {
  packages: undefined,
  groups: undefined,
  users: ['uid', 'groups', 'homeDir'],
  sources: undefined,
  files: ['content', 'source', 'encoding', 'group', 'owner', 'mode', 'authentication', 'context'],
  commands: ['command', 'env', 'cwd', 'test', 'ignoreErrors', 'waitAfterCompletion'],
  services: undefined,
};

/** Metadata that `cfn-init` carries out: names it does not know are passed over without a word. */
export function checkInit(context: CheckContext, { body, name }: TemplateResource): void {
  if (context.template.unknownMacro) return;
  const metadata = resolved(entryOf(resolved(body), 'Metadata')?.value);
  const init = resolved(entryOf(metadata, 'AWS::CloudFormation::Init')?.value);
  if (init?.kind !== 'map') return;
  const node = `Resources.${name.value}.Metadata`;
  const configs = init.entries.filter((entry) => keyText(entry) !== 'configSets');
  for (const config of configs) {
    const map = resolved(config.value);
    if (map?.kind !== 'map' || intrinsicOf(map) !== undefined) continue;
    for (const part of map.entries) {
      const key = keyText(part) ?? '<<';
      if (!Object.hasOwn(CONFIG, key)) unknownKey(context, part, key, Object.keys(CONFIG), node);
      const keys = entryIn(CONFIG, key);
      const entries = resolved(part.value);
      if (keys === undefined || entries?.kind !== 'map') continue;
      for (const { value } of entries.entries) {
        const each = resolved(value);
        if (each?.kind !== 'map' || intrinsicOf(each) !== undefined) continue;
        for (const entry of each.entries) {
          const inner = keyText(entry) ?? '<<';
          if (!keys.includes(inner)) unknownKey(context, entry, inner, keys, node);
        }
      }
    }
  }
  const sets = resolved(entryOf(init, 'configSets')?.value);
  const known = new Set(configs.map((entry) => keyText(entry) ?? ''));
  for (const { value } of sets?.kind === 'map' ? sets.entries : []) {
    for (const item of plain(value).flatMap((list) => (list.kind === 'list' ? list.items : []))) {
      if (item.kind !== 'scalar' || item.tag !== undefined || item.text.includes('${') || known.has(item.text))
        continue;
      const near = closest(item.text, known);
      const fixes =
        near === undefined
          ? []
          : [{ title: `Change to ${near}`, safety: 'safe' as const, edits: [{ span: inside(item), text: near }] }];
      const message = `There is no config ${item.text}: cfn-init stops here.${near ? ` Did you mean ${near}?` : ''}`;
      context.add(finding('init-config', 'warning', message, { span: item.span, node }, { kind: 'semantic', fixes }));
    }
  }
}

function unknownKey(
  context: CheckContext,
  entry: TreeEntry,
  key: string,
  allowed: readonly string[],
  node: string,
): void {
  if (/^(Fn::|<<$)/.test(key)) return;
  const near = closest(key, allowed);
  const fixes =
    near === undefined
      ? []
      : [{ title: `Change to ${near}`, safety: 'safe' as const, edits: [{ span: inside(entry.key), text: near }] }];
  const message = `cfn-init knows no ${key} here.${near ? ` Did you mean ${near}?` : ''}`;
  context.add(finding('init-config', 'warning', message, { span: entry.key.span, node }, { fixes }));
}
