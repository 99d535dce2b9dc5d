import type { Written } from '../../../model/span.ts';
import { entryOf } from '../../../model/tree.ts';
import { isTemplate } from '../arguments.ts';
import { type Task, writtenText } from '../model.ts';
import { bare } from './files.ts';

/** Names under which a task can be notified. */
export function handlerNames(task: Task): Written[] {
  const name = task.name;
  const listen = entryOf(task.map, 'listen')?.value;
  const topics = listen?.kind === 'list' ? listen.items : listen ? [listen] : [];
  return [...(name ? [bare(name)] : []), ...topics.flatMap((topic) => writtenText(topic) ?? []).map(bare)];
}

export function notified(task: Task): Written[] {
  const node = entryOf(task.map, 'notify')?.value;
  const items = node?.kind === 'list' ? node.items : node ? [node] : [];
  return items.flatMap((item) => {
    const written = item.tag === undefined ? writtenText(item) : undefined;
    return written === undefined || isTemplate(written.value) ? [] : [bare(written)];
  });
}
