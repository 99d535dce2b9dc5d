import type { Span } from '../../../model/span.ts';
import type { HclExpression } from '../../../syntax/hcl.ts';
import { visitExpressions } from '../read/visit.ts';
import { lackOf } from '../schema/release.ts';
import type { CheckContext } from './context.ts';

/** What came with a version of Terraform and is neither a block nor an argument: those carry their version themselves. */
export function checkGates(context: CheckContext): void {
  const { module, report } = context;
  if ((module.dialect === 'opentofu' ? module.tofuVersion : module.requiredVersion) === undefined) return;
  const gate = (since: string, what: string, span: Span, node: string, tofu?: string): void => {
    const lack = lackOf({ since, ...(tofu !== undefined && { tofu }) }, module);
    if (lack !== undefined) report('version-gate', 'warning', `${what} ${lack}`, { span, node }, { kind: 'schema' });
  };
  for (const { kind, type, address } of context.reading.declarations) {
    if (kind === 'resource' && type?.value === 'terraform_data') gate('1.4', '"terraform_data"', type.span, address);
  }
  visitExpressions(context.reading, (expression, { owner, isType, blocks, attribute }) => {
    if (expression.kind === 'call') {
      const name = expression.name.value;
      if (isType && name === 'optional') gate('1.3', 'optional(…)', expression.name.span, owner);
      if (name.startsWith('provider::')) gate('1.8', 'A function of a provider', expression.name.span, owner, '1.7');
    }
    const isCondition = attribute.name.value === 'condition' && blocks.at(-1)?.type.value === 'validation';
    if (isCondition && isOther(expression, owner))
      gate('1.9', 'A validation that looks at anything but its own variable', expression.span, owner);
  });
}

function isOther(expression: HclExpression, owner: string): boolean {
  if (expression.kind !== 'reference' || !OTHERS.has(expression.root.value)) return false;
  const [step] = expression.steps;
  return step?.kind === 'name' && `${expression.root.value}.${step.name.value}` !== owner;
}

const OTHERS = new Set(['var', 'local', 'data', 'module']);
