import { entryOf, type MapNode } from '../../model/tree.ts';

/** Lists of tasks in a play, in order of execution. */
export const PLAY_LISTS = ['pre_tasks', 'tasks', 'post_tasks', 'handlers'] as const;
export const BLOCK_LISTS = ['block', 'rescue', 'always'] as const;

export function isBlock(map: MapNode): boolean {
  return entryOf(map, 'block') !== undefined;
}

/** Keywords of tasks and handlers (Ansible's playbook keywords); every other key names a module. */
const TASK_KEYWORDS: ReadonlySet<string> = new Set(
  (
    'action any_errors_fatal args async become become_exe become_flags become_method become_user changed_when check_mode collections ' +
    'connection debugger delay delegate_facts delegate_to diff environment failed_when ignore_errors ignore_unreachable listen local_action loop loop_control ' +
    'module_defaults name no_log notify poll port register remote_user retries run_once sudo sudo_user tags throttle timeout until vars when'
  ).split(' '),
);

export function isTaskKeyword(key: string): boolean {
  return TASK_KEYWORDS.has(key) || key.startsWith('with_') || key === '<<';
}
