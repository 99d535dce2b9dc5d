import type { Draft } from '../draft.ts';
import { inDependencyOrder } from '../graph.ts';
import type { UnitFacts } from '../input.ts';
import { inTurn, say } from '../phrase.ts';
import { factsOf } from '../source.ts';
import { stacksAround } from '../stacks.ts';
import { quoted } from './quoted.ts';
import type { StepDraft } from './step.ts';

/** What the change would do, asked of the service. Templates of nested stacks are uploaded first; each stack has a change set of its own. */
export function changeSetOf(unit: UnitFacts): readonly string[] {
  const path = quoted(unit.path);
  const create = 'aws cloudformation create-change-set --stack-name <stack> --change-set-name green --template-body';
  const describe = 'aws cloudformation describe-change-set';
  const checked = `aws cloudformation validate-template --template-body file://${path}`;
  const described = `${describe} --stack-name <stack> --change-set-name green`;
  if (!nests(unit)) return [checked, `${create} file://${path}`, described];
  return [
    checked,
    packaged(path),
    `${create} file://packaged.yaml --include-nested-stacks`,
    described,
    `${describe} --change-set-name <ChangeSetId of each nested stack>`,
  ];
}

/** One template cannot make a copy of its own resources: what has to be in it is said, not guessed. */
export function deployStack({ input: { green } }: Draft, template: string): readonly string[] {
  const deploy = 'aws cloudformation deploy --stack-name <stack> --template-file';
  return nests(green)
    ? [packaged(`<template ${template}>`), `${deploy} packaged.yaml`]
    : [`${deploy} <template ${template}>`];
}

function packaged(template: string): string {
  return `aws cloudformation package --template-file ${template} --s3-bucket <bucket> --output-template-file packaged.yaml`;
}

function nests(unit: UnitFacts): boolean {
  return unit.language === 'cloudformation' && factsOf(unit, 'module-call').length > 0;
}

/** In which order the service goes through the nested stacks that a step touches, and what happens when one of them fails. */
export function inStacks(steps: readonly StepDraft[], draft: Draft): readonly StepDraft[] {
  if (!nests(draft.input.green)) return steps;
  return steps.map((step) => {
    const touched = [...new Set(step.nodes.flatMap((id) => stacksAround(id)))];
    if ((step.phase !== 'expand' && step.phase !== 'provision') || touched.length === 0) return step;
    const order = stackOrder(touched, draft).map((node) => node.slice('Resources.'.length));
    return {
      ...step,
      do: inTurn(step.do, say('the stack updates its nested stacks in this order: {0}', order.join(', '))),
      rollback: inTurn(step.rollback, say('when one of the nested stacks fails, all of them go back by themselves')),
    };
  });
}

/** After what they take values from or wait for; a stack after those in it. */
function stackOrder(stacks: readonly string[], { graph, nodes, input }: Draft): readonly string[] {
  const needs = new Map<string, Set<string>>(stacks.map((stack) => [stack, new Set()]));
  const link = (from: string, to: string): void => {
    for (const user of [from, ...stacksAround(from)])
      for (const needed of [to, ...stacksAround(to)]) if (!isOrInside(from, needed)) needs.get(user)?.add(needed);
  };
  for (const { id } of nodes) for (const to of graph.needs(id)) link(id, to);
  for (const { node, to } of factsOf(input.green, 'dependency')) if (needs.has(node)) link(node, to);
  for (const stack of stacks) for (const around of stacksAround(stack)) needs.get(around)?.add(stack);
  const users = new Map<string, string[]>();
  for (const [user, found] of needs)
    for (const needed of found) users.set(needed, [...(users.get(needed) ?? []), user]);
  return inDependencyOrder(stacks.toSorted(), {
    needs: (id) => [...(needs.get(id) ?? [])],
    usersOf: (id) => users.get(id) ?? [],
  });
}

function isOrInside(node: string, stack: string): boolean {
  return node === stack || node.startsWith(`${stack}.`);
}
