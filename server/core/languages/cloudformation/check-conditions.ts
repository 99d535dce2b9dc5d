import { keyText } from '../../model/tree.ts';
import { Conditions, type Guard } from './conditions.ts';
import { type CheckContext, finding } from './context.ts';
import { argumentList, intrinsicOf } from './intrinsic.ts';
import type { NameUse } from './references.ts';

/** Conditions that cannot change, branches that cannot be taken, references to what may not exist. */
export function checkConditions(context: CheckContext, uses: readonly NameUse[]): void {
  const { template, names } = context;
  if (template.conditions.length === 0) return;
  const conditions = new Conditions(template, names);
  checkConstant(context, conditions);
  // Rules of the template may exclude combinations that look possible here.
  const ruled = template.sections.some((section) => keyText(section) === 'Rules');
  for (const use of uses) {
    if (use.how === 'Condition') checkBranch(context, conditions, use);
    else if (!ruled) checkTarget(context, conditions, use);
  }
}

function checkConstant(context: CheckContext, conditions: Conditions): void {
  for (const { name, body } of context.template.conditions) {
    const call = intrinsicOf(body);
    // `Equals` of two literals is how people write a constant on purpose.
    if (
      call === undefined ||
      (call.name === 'Equals' &&
        argumentList(call).every((each) => each.kind === 'scalar' && intrinsicOf(each) === undefined))
    )
      continue;
    const constant = conditions.constant(name.value);
    if (constant === undefined) continue;
    const message = `The condition ${name.value} is ${constant} for every choice of parameters.`;
    context.add(
      finding(
        'constant-condition',
        'warning',
        message,
        { span: name.span, node: `Conditions.${name.value}` },
        { kind: 'semantic' },
      ),
    );
  }
}

function checkBranch(context: CheckContext, conditions: Conditions, use: NameUse): void {
  if (use.call?.name !== 'If' || conditions.constant(use.name.value) !== undefined) return;
  const guards = [...ownGuards(context, use), ...(use.when ?? [])];
  if (guards.length === 0 || conditions.possible(guards) !== true) return;
  const taken = [true, false].map((holds) => conditions.possible([...guards, { condition: use.name.value, holds }]));
  const dead = taken[0] === false ? 'first' : taken[1] === false ? 'second' : undefined;
  if (dead === undefined) return;
  const message = `The ${dead} branch can never be taken: ${use.name.value} is already decided where this stands.`;
  context.add(
    finding('unreachable-branch', 'warning', message, { span: use.name.span, node: use.owner }, { kind: 'semantic' }),
  );
}

function checkTarget(context: CheckContext, conditions: Conditions, use: NameUse): void {
  const target = context.names.resources.get(use.name.value);
  if (target?.condition === undefined || context.names.parameters.has(use.name.value)) return;
  // DependsOn of something that does not exist is ignored by the service.
  if (use.how === 'DependsOn') return;
  const guards = [...ownGuards(context, use), ...(use.when ?? [])];
  if (conditions.implies(guards, { condition: target.condition.value, holds: true }) !== false) return;
  const message = `${use.name.value} exists only when ${target.condition.value} holds, and this may be made without it: guard it with Fn::If or the same condition.`;
  context.add(
    finding(
      'conditional-reference',
      'warning',
      message,
      { span: use.name.span, node: use.owner },
      { kind: 'semantic' },
    ),
  );
}

/** Condition of the resource or output the use stands in. */
function ownGuards({ names, template }: CheckContext, { owner }: NameUse): Guard[] {
  const [section, id = ''] = owner.split('.');
  if (section === 'Resources') {
    const condition = names.resources.get(id)?.condition?.value;
    return condition === undefined ? [] : [{ condition, holds: true }];
  }
  const output = section === 'Outputs' ? template.outputs.find(({ name }) => name.value === id) : undefined;
  const entry =
    output?.body.kind === 'map' ? output.body.entries.find((each) => keyText(each) === 'Condition') : undefined;
  return entry?.value.kind === 'scalar' ? [{ condition: entry.value.text, holds: true }] : [];
}
