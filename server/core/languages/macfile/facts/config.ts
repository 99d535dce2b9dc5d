import { addressUse, isHostName } from '../../../model/address.ts';
import { cloudIdsIn } from '../../../model/cloud-id.ts';
import type { Fact } from '../../../model/fact.ts';
import { isSecretKey, looksSecret, secretsIn } from '../../../model/secret.ts';
import type { Span, Written } from '../../../model/span.ts';
import { entryOf, type ScalarNode, type TreeNode } from '../../../model/tree.ts';
import { literalText, type Value } from '../../../model/value.ts';
import { type EnvironmentItem, environmentOf, instanceOf, type Named, namedIn, scalarAt } from '../model.ts';
import { addressReference } from '../references.ts';
import type { Scope, WorkEntry } from '../scope.ts';
import { spanIn } from '../texts.ts';
import { type ValueContext, valueOfNode, valueOfScalar } from './value.ts';

/** What is handed to programs: environment and params, and what of it is a secret, an address or an id of one account. */
export function configFacts(scope: Scope): readonly Fact[] {
  const { file } = scope.main;
  const section = file.kind === 'library' ? 'defaults' : 'infrastructures';
  const roles = file.roles.flatMap((role) =>
    environmentFacts(scope, `roles.${role.name}.instance create`, instanceOf(role)),
  );
  const users = new Map(scope.entries.toReversed().map((entry) => [entry.written, entry] as const));
  const entries = [...file.infrastructures, ...file.defaults].flatMap((named) => {
    const node = `${section}.${named.name}`;
    return [
      ...environmentFacts(scope, node, named.body),
      ...paramFacts(scope, node, named, users.get(named)),
      ...settingFacts(scope, node, named),
    ];
  });
  return [...roles, ...entries];
}

function environmentFacts(scope: Scope, node: string, body: TreeNode | undefined): readonly Fact[] {
  return environmentOf(body).flatMap((item, index) => {
    const value = environmentValue(scope, item);
    return pairFacts(
      scope,
      `${node}.environment.${index}.${item.key}`,
      { value: item.key, span: item.keySpan },
      value,
      item.value,
      'environment',
    );
  });
}

/** An address of other instances is a reference, whatever it looks like. */
function environmentValue(scope: Scope, { value }: EnvironmentItem): Value {
  const context = { scope, anchor: value.span };
  const address = value.kind === 'scalar' ? addressReference(value.text) : undefined;
  if (address?.wellFormed) {
    const target = scope.roles.has(address.name) ? `roles.${address.name}` : `infrastructures.${address.name}`;
    return { kind: 'reference', target, attribute: address.kind, span: value.span };
  }
  return valueOfNode(value, scope.main, context);
}

function paramFacts(scope: Scope, node: string, named: Named, entry: WorkEntry | undefined): readonly Fact[] {
  return namedIn(entryOf(named.body, 'params')?.value).flatMap((param) => {
    const context: ValueContext = { scope, entry, anchor: param.key };
    const value = valueOfNode(param.body, scope.main, context);
    return pairFacts(
      scope,
      `${node}.params.${param.name}`,
      { value: param.name, span: param.key },
      value,
      param.body,
      'parameter',
    );
  });
}

function pairFacts(
  scope: Scope,
  node: string,
  key: Written,
  value: Value,
  written: TreeNode,
  where: 'environment' | 'parameter',
): readonly Fact[] {
  const base = { node, span: value.span };
  const facts: Fact[] = [{ ...base, fact: 'config-value', key, value, where }];
  const text = literalText(value);
  if (text === undefined || written.kind !== 'scalar') return facts;
  return [
    ...facts,
    ...secrets(scope, node, key, written, where),
    ...endpoints(scope, node, key.value, written, where),
    ...cloudIds(scope, node, key.value, written),
  ];
}

/** A secret that is written in: told by its key, at which it is shown, or by its look. */
function secrets(
  scope: Scope,
  node: string,
  key: Written,
  written: ScalarNode,
  where: 'environment' | 'parameter',
): readonly Fact[] {
  const { text, span } = written;
  const value: Value = { kind: 'scalar', value: text, span };
  if (isSecretKey(key.value)) {
    return looksSecret(text) ? [{ fact: 'secret', node, span: key.span, key: key.value, value, where }] : [];
  }
  return secretsIn(text).map(({ what, start, end }) => {
    return { fact: 'secret', node, span: spanIn(scope.main, written, start, end), key: what, value, where };
  });
}

function endpoints(
  scope: Scope,
  node: string,
  key: string,
  written: ScalarNode,
  where: 'environment' | 'parameter',
): readonly Fact[] {
  const { text } = written;
  const found = /^(?:[a-z][a-z0-9+.-]*:\/\/(?:[^@/\s]*@)?)?([A-Za-z0-9.-]+)(?::\d+)?(?:[/?#]\S*)?$/.exec(text);
  const host = found?.[1];
  // `10.0.0.0/16` is a network.
  if (/^[\d.]+\/\d+$/.test(text)) return [];
  if (host === undefined || (addressUse(host) === undefined && !isHostName(host))) return [];
  const start = text.indexOf(host, Math.max(0, text.indexOf('@')));
  return [{ fact: 'endpoint', node, span: spanIn(scope.main, written, start, start + host.length), host, key, where }];
}

function cloudIds(scope: Scope, node: string, setting: string, written: ScalarNode): readonly Fact[] {
  return cloudIdsIn(written.text).map(({ kind, id, start }) => {
    const span: Span = spanIn(scope.main, written, start, start + id.length);
    return { fact: 'cloud-id', node, span, kind, id, setting };
  });
}

/** Ids and addresses in the scalars of a role entry. */
function settingFacts(scope: Scope, node: string, named: Named): readonly Fact[] {
  return ['net', 'hardware', 'location'].flatMap((key) => {
    const value = scalarAt(named.body, key);
    const context: ValueContext = { scope, anchor: named.key };
    if (value === undefined || literalText(valueOfScalar(value, scope.main, context)) === undefined) return [];
    return cloudIds(scope, `${node}.${key}`, key, value);
  });
}
