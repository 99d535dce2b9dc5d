import type { Fact, Resource, Script, When } from '../../../model/fact.ts';
import type { Span } from '../../../model/span.ts';
import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import type { HclExpression } from '../../../syntax/hcl.ts';
import { readCommands } from '../../../syntax/shell.ts';
import { factsOfScript } from '../../../syntax/shell-facts.ts';
import type { Declared } from '../read/module.ts';
import type { Scope } from './scope.ts';
import { type ShellText, shellText } from './shell-text.ts';

/** Arguments that hold the script a new machine runs. */
const BOOT = ['user_data', 'user_data_base64', 'custom_data', 'startup_script', 'metadata_startup_script'];
const BOOT_METADATA = new Set(['startup-script', 'user-data', 'startup_script']);

/** What servers of a resource do when they start. */
export function bootFacts(resource: Resource, declared: Declared, scope: Scope): Fact[] {
  const { body } = declared.block;
  const metadata = attributeOf(body, 'metadata')?.value;
  const values = [
    ...[body, ...blocksOf(body).map((block) => block.body)].flatMap((each) =>
      BOOT.flatMap((name) => attributeOf(each, name)?.value ?? []),
    ),
    ...(metadata?.kind === 'object'
      ? metadata.entries.flatMap(({ name, value }) => (BOOT_METADATA.has(name ?? '') ? [value] : []))
      : []),
  ];
  return values.flatMap((value) => scriptFacts(value, resource, declared, scope, { when: 'boot', where: 'instance' }));
}

export interface Occasion {
  readonly when: When;
  readonly where: Script['where'];
}

export function scriptFacts(
  value: HclExpression,
  resource: Resource,
  declared: Declared,
  scope: Scope,
  occasion: Occasion,
): Fact[] {
  const { text: source, path } = declared.reading.source;
  const shell = shellText(value, source, path, scope);
  if (!shell || /^\s*(?:<powershell>|<script>|#cloud-config|#include|MIME-Version|Content-Type|#ps1)/.test(shell.text))
    return [];
  const script = scriptOf(shell, value.span, resource.node, occasion);
  return [script, ...factsOfScript(script)];
}

export function scriptOf({ text, spanOf }: ShellText, span: Span, node: string, { when, where }: Occasion): Script {
  return {
    fact: 'script',
    node,
    span,
    when,
    where,
    text,
    commands: readCommands(text, spanOf),
    stopsOnError: /^\s*set -[a-z]*e|^#!.*\s-[a-z]*e/m.test(text),
  };
}
