import type { Verification } from '../../../model/fact.ts';
import { type Scope, settingText } from '../scope.ts';
import { nodeOf } from './resources.ts';

/** An entry with `ready: role.X` goes on only when those servers are configured: that proves them. */
export function verifications(scope: Scope): readonly Verification[] {
  return scope.entries.flatMap((entry) => {
    const name = entry.kind === 'action' ? undefined : /^role\.([^.]+)$/.exec(settingText(entry, 'ready') ?? '')?.[1];
    if (name === undefined) return [];
    const awaited = scope.entries.filter(
      (one) => one.kind === 'role' && (one.name === name || settingText(one, 'role') === name),
    );
    return awaited.map((one): Verification => {
      const span = entry.written.key;
      return { fact: 'verification', node: nodeOf(scope, entry), span, of: nodeOf(scope, one) };
    });
  });
}
