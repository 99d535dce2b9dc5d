import { imageOf, isContainer, isStore } from './container.ts';
import type { DraftNode } from './draft.ts';
import { settingText, spelling } from './setting.ts';

export interface Upgrade {
  readonly from: string;
  readonly to: string;
}

const VERSION_SETTINGS = ['engineversion', 'databaseversion', 'dbversion', 'version', 'elasticsearchversion'];

/** Engines whose major version has two numbers (5.7, 8.0, 10.11). */
const TWO_NUMBERS = /mysql|maria|neptune|docdb/i;

/** The major engine upgrade a changed store would go through; undefined when there is none, or nobody can tell. */
export function majorUpgradeOf(node: DraftNode): Upgrade | undefined {
  if (node.lifecycle.class !== 'persistent') return undefined;
  if (isContainer(node.resource.type.value)) return ofImage(node);
  const changed = node.changedPaths.find(({ path }) => {
    const name = spelling(path.split(/[.[]/).findLast((part) => part !== '') ?? '');
    return VERSION_SETTINGS.includes(name);
  });
  const from = textOf(changed?.before);
  const to = textOf(changed?.after);
  if (from === undefined || to === undefined) return undefined;
  const engine = `${settingText(node.resource, 'engine') ?? ''} ${from} ${node.resource.type.value}`;
  const before = majorOf(from, engine);
  const after = majorOf(to, engine);
  return before !== undefined && after !== undefined && before !== after ? { from, to } : undefined;
}

/** Another engine reads no data of this one; of the same, the tag is its version. */
function ofImage({ changedPaths }: DraftNode): Upgrade | undefined {
  const changed = changedPaths.find(({ path }) => path === 'image');
  const from = textOf(changed?.before);
  const to = textOf(changed?.after);
  if (from === undefined || to === undefined) return undefined;
  const [old, now] = [imageOf(from), imageOf(to)];
  if (old.name !== now.name) return isStore(old.name) && isStore(now.name) ? { from, to } : undefined;
  const [before, after] = [old, now].map(({ name, tag }) =>
    /^v?\d/.test(tag) ? majorOf(tag, `${name} ${tag}`) : undefined,
  );
  return before !== undefined && after !== undefined && before !== after ? { from, to } : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function majorOf(version: string, engine: string): string | undefined {
  const numbers = version.match(/\d+/g);
  const [first, second] = numbers ?? [];
  if (first === undefined) return undefined;
  const two = TWO_NUMBERS.test(engine) || (/postgres/i.test(engine) && Number(first) < 10);
  return two ? `${first}.${second ?? '0'}` : first;
}
