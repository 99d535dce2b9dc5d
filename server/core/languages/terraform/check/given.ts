import { entryIn } from '../../../model/table.ts';
import { attributeOf } from '../../../syntax/hcl/walk.ts';
import type { Use } from '../read/use.ts';
import { type CheckContext, listed, replaceFix } from './context.ts';

const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  each: ['key', 'value'],
  count: ['index'],
  path: ['module', 'root', 'cwd'],
  terraform: ['workspace', 'applying'],
  tofu: ['workspace', 'applying'],
};

/** `each`, `count`, `self`, `path` and `terraform`: their members, and the places where they mean something. */
export function checkGiven(context: CheckContext, use: Use): void {
  const [root = ''] = use.address.split('.', 1);
  const members = entryIn(MEMBERS, root);
  const at = { span: use.span, node: use.owner };
  if (members && !members.includes(use.name.value)) {
    const [only] = members;
    const fixes = members.length === 1 && only ? [replaceFix(`Change to "${only}"`, use.name.span, only)] : [];
    context.report('undeclared-reference', 'error', `"${root}" has ${listed(members)}, not "${use.name.value}".`, at, {
      fixes,
    });
    return;
  }
  const reason = outOfPlace(root, use);
  if (reason !== undefined) context.report('undeclared-reference', 'error', reason, at);
}

function outOfPlace(root: string, use: Use): string | undefined {
  const { block, path } = use;
  if (!block)
    return root === 'path' || root === 'terraform' || root === 'tofu'
      ? undefined
      : `"${root}" means nothing outside of a block.`;
  const has = (name: string) => attributeOf(block.body, name) !== undefined;
  const inData = path.includes('data') && path[0] === 'check';
  if (root === 'each' && !has('for_each') && !inData && REPEATED.has(block.type.value)) {
    return `"${use.address}" needs "for_each" in the block: without it there is no element.`;
  }
  if (root === 'count' && !has('count') && !inData && REPEATED.has(block.type.value)) {
    return `"count.index" needs "count" in the block: without it there is only one.`;
  }
  if ((root === 'each' || root === 'count') && (block.type.value === 'locals' || block.type.value === 'output')) {
    return `"${use.address}" means nothing in "${block.type.value}": there are no copies.`;
  }
  if (root === 'self' && !path.some((type) => SELF_BLOCKS.has(type))) {
    return '"self" means something only in "provisioner", "connection" and "postcondition". Use the address of the resource.';
  }
  return undefined;
}

const REPEATED = new Set(['resource', 'data', 'module', 'ephemeral']);
const SELF_BLOCKS = new Set(['provisioner', 'connection', 'postcondition', 'action_trigger']);

/** A postcondition looks at its own object as `self`: by name the object would wait for itself. */
export function checkSelfByName(context: CheckContext, use: Use): void {
  if (use.owner !== use.address || use.path.at(-1) !== 'postcondition') return;
  const [index] = use.rest;
  const end = index?.kind === 'index' ? index.span.end : use.span.end;
  const span = { start: use.span.start, end };
  const fixes = [replaceFix('Change to "self"', span, 'self')];
  const message = `A postcondition cannot name its own object: write "self" for ${use.address}.`;
  context.report('undeclared-reference', 'error', message, { span, node: use.owner }, { fixes });
}
