import type { Value } from '../../../model/value.ts';
import { attributeOf } from '../../../syntax/hcl/walk.ts';
import type { HclExpression } from '../../../syntax/hcl.ts';
import type { Project } from '../../language.ts';
import type { Declared, Module } from '../read/module.ts';
import { declarationOf } from '../read/module.ts';

/**
 * One use of a module: the root, or a call of it with its inputs. Addresses inside are written with `prefix` in front
 * (`module.web.`), so that every thing of the whole configuration has one name.
 */
export interface Scope {
  readonly module: Module;
  readonly prefix: string;
  readonly project: Project;
  /** Values worked out so far, by address. */
  readonly values: Map<string, Value | undefined>;
  /** How many values wait for each other at the moment. */
  readonly pending: { count: number };
  /** The call and the scope its inputs are evaluated in. */
  readonly caller?: { readonly call: Declared; readonly scope: Scope };
}

/** An expression together with the scope its names mean something in. */
export interface Bound {
  readonly expression: HclExpression;
  readonly scope: Scope;
}

/** What a variable, local or output is set to, as far as the text says. A variable of a called module has the caller's value. */
export function definitionOf(address: string, scope: Scope): Bound | undefined {
  const declared = declarationOf(scope.module, address);
  if (declared?.kind === 'local' && declared.attribute) return { expression: declared.attribute.value, scope };
  if (declared?.kind === 'output') return bound(attributeOf(declared.block.body, 'value')?.value, scope);
  if (declared?.kind !== 'variable') return undefined;
  const input = scope.caller && attributeOf(scope.caller.call.block.body, declared.name.value)?.value;
  if (input && scope.caller) return { expression: input, scope: scope.caller.scope };
  return bound(attributeOf(declared.block.body, 'default')?.value, scope);
}

function bound(expression: HclExpression | undefined, scope: Scope): Bound | undefined {
  return expression && { expression, scope };
}

export function rootScope(module: Module, project: Project): Scope {
  return { module, prefix: '', project, values: new Map(), pending: { count: 0 } };
}

export function calledScope(module: Module, call: Declared, scope: Scope): Scope {
  const prefix = `${scope.prefix}${call.address}.`;
  return { module, prefix, project: scope.project, values: new Map(), pending: scope.pending, caller: { call, scope } };
}
