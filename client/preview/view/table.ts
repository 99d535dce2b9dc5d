/** The same plan as a table: sortable, searchable, all by keyboard. */
import type { PlanNode } from '../../../server/core/model/plan.ts';
import { shortType } from './cardText.ts';
import { breakable, h } from './dom.ts';
import { classIcon, severityIcon } from './icons.ts';
import { matches, momentOf, type Scene, type SortKey, severities, worstOf } from './model.ts';
import { lanesOf, type Moment, stateAt } from './state.ts';
import { actionWord, changeWord, classWord, laneWord, severityWord, stateWord, t } from './words.ts';

interface Column {
  readonly key: SortKey;
  readonly title: string;
  readonly text: (node: PlanNode, scene: Scene, moment: Moment) => string;
}

export function table(scene: Scene): HTMLElement {
  const columns = columnsOf();
  const moment = momentOf(scene);
  const rows = sorted(scene, columns, moment);
  if (rows.length === 0) {
    return h('p', { class: 'empty' }, t('No resource matches the search.'));
  }
  const selected = rows.some((it) => it.id === scene.look.selected) ? scene.look.selected : rows[0]?.id;
  return h(
    'table',
    { class: 'grid', role: 'grid', 'aria-label': t('Resources of the plan'), 'aria-rowcount': rows.length + 1 },
    h('thead', {}, h('tr', {}, ...columns.map((it) => head(it, scene)))),
    h(
      'tbody',
      { onkeydown: (event) => byKey(event, scene) },
      ...rows.map((node) => row(node, columns, scene, moment, node.id === selected)),
    ),
  );
}

function columnsOf(): readonly Column[] {
  return [
    { key: 'label', title: t('Resource'), text: (node) => node.label },
    { key: 'type', title: t('Type'), text: (node) => shortType(node.type) },
    { key: 'class', title: t('Lifecycle'), text: ({ lifecycle }) => classWord(lifecycle.class) },
    { key: 'change', title: t('Change'), text: (node) => changeWord(node.change) },
    { key: 'action', title: t('Action'), text: (node) => actionWord(node.action) },
    { key: 'state', title: t('State now'), text: (node, _, moment) => statesOf(node, moment) },
    { key: 'warnings', title: t('Warnings'), text: (node, { shown }) => worstWord(node, shown.warnings) },
  ];
}

function statesOf(node: PlanNode, moment: Moment): string {
  const lanes = lanesOf(moment.plan, node);
  const words = lanes.map((lane) => stateWord(stateAt(moment, node, lane)));
  return lanes.length === 1
    ? (words[0] as string)
    : lanes.map((lane, index) => `${laneWord(lane)}: ${words[index]}`).join('\n');
}

function worstWord(node: PlanNode, warnings: Scene['shown']['warnings']): string {
  const own = warnings.get(node.id);
  const worst = worstOf(own);
  return worst === undefined ? '' : `${own?.length} ${severityWord(worst)}`;
}

function sorted(scene: Scene, columns: readonly Column[], moment: Moment): readonly PlanNode[] {
  const { nodes } = scene.shown.plan;
  const { key, descending } = scene.look.sort;
  const found = nodes.filter((it) => matches(it, scene.look.query));
  const column = columns.find((it) => it.key === key);
  if (column === undefined) {
    return found;
  }
  const collator = new Intl.Collator(undefined, { numeric: true });
  const weight = (node: PlanNode): number => severities.indexOf(worstOf(scene.shown.warnings.get(node.id)) ?? 'info');
  const compare = (a: PlanNode, b: PlanNode): number =>
    key === 'warnings'
      ? weight(a) - weight(b)
      : collator.compare(column.text(a, scene, moment), column.text(b, scene, moment));
  return found.toSorted((a, b) => (descending ? -1 : 1) * compare(a, b));
}

function head(column: Column, { look, change }: Scene): HTMLElement {
  const active = look.sort.key === column.key;
  const next = active
    ? { key: look.sort.descending ? ('position' as const) : column.key, descending: !look.sort.descending }
    : { key: column.key, descending: false };
  return h(
    'th',
    {
      scope: 'col',
      'data-column': column.key,
      'aria-sort': active ? (look.sort.descending ? 'descending' : 'ascending') : 'none',
    },
    h(
      'button',
      { 'data-focus': `sort-${column.key}`, onclick: () => change({ sort: next }) },
      column.title,
      h('span', { class: 'arrow', 'aria-hidden': true }, active ? (look.sort.descending ? '↓' : '↑') : ''),
    ),
  );
}

function row(node: PlanNode, columns: readonly Column[], scene: Scene, moment: Moment, active: boolean): HTMLElement {
  const worst = worstOf(scene.shown.warnings.get(node.id));
  const select = (): void => {
    scene.change({ selected: node.id });
    scene.send({ type: 'revealNode', id: node.id });
  };
  return h(
    'tr',
    {
      tabindex: active ? 0 : -1,
      'data-focus': `row-${node.id}`,
      'data-id': node.id,
      'aria-selected': node.id === scene.look.selected,
      onclick: select,
    },
    ...columns.map((column) => {
      const text = column.text(node, scene, moment);
      const icon =
        column.key === 'label'
          ? classIcon(node.lifecycle.class)
          : column.key === 'warnings' && worst !== undefined
            ? severityIcon(worst)
            : undefined;
      return h(
        'td',
        { 'data-column': column.key, 'data-action': column.key === 'action' ? node.action : undefined, title: text },
        icon,
        h('bdi', {}, ...breakable(text)),
      );
    }),
  );
}

function byKey(event: KeyboardEvent, scene: Scene): void {
  const row = (event.target as HTMLElement).closest('tr');
  const rows = [...(row?.parentElement?.children ?? [])] as HTMLElement[];
  const at = row === null ? -1 : rows.indexOf(row);
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: rows.length - 1,
    PageDown: at + 10,
    PageUp: at - 10,
  };
  const target = targets[event.key];
  if (target !== undefined) {
    event.preventDefault();
    const next = rows[Math.max(0, Math.min(rows.length - 1, target))];
    row?.setAttribute('tabindex', '-1');
    next?.setAttribute('tabindex', '0');
    next?.focus();
  } else if ((event.key === 'Enter' || event.key === ' ') && row?.dataset.id !== undefined) {
    event.preventDefault();
    scene.change({ selected: row.dataset.id });
    scene.send({ type: 'revealNode', id: row.dataset.id });
  }
}
