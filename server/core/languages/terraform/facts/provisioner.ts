import type { Fact, RemoteCommand, Resource } from '../../../model/fact.ts';
import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import { type HclBlock, type HclExpression, literalString } from '../../../syntax/hcl.ts';
import { readCommands } from '../../../syntax/shell.ts';
import { factsOfScript, mutates } from '../../../syntax/shell-facts.ts';
import type { Declared } from '../read/module.ts';
import type { Scope } from './scope.ts';
import { scriptFacts, scriptOf } from './script.ts';
import { shellText } from './shell-text.ts';

/** Programs that a provisioner runs, here or on the machine. */
export function provisionerFacts(resource: Resource, declared: Declared, scope: Scope): Fact[] {
  return blocksOf(declared.block.body, 'provisioner').flatMap((block) => {
    const type = block.labels[0]?.value;
    const when = whenOf(block);
    if (type === 'local-exec') {
      const command = attributeOf(block.body, 'command')?.value;
      return command ? scriptFacts(command, resource, declared, scope, { when, where: 'local' }) : [];
    }
    if (type === 'remote-exec') return remoteFacts(block, resource, declared, scope, when);
    return type === 'file' || GONE.has(type ?? '') ? [otherFact(block, resource, when)] : [];
  });
}

const GONE = new Set(['chef', 'habitat', 'puppet', 'salt-masterless']);

function whenOf(block: HclBlock): 'create' | 'destroy' {
  const when = attributeOf(block.body, 'when')?.value;
  const word = when?.kind === 'reference' ? when.root.value : literalString(when);
  return word === 'destroy' ? 'destroy' : 'create';
}

function remoteFacts(
  block: HclBlock,
  resource: Resource,
  declared: Declared,
  scope: Scope,
  when: 'create' | 'destroy',
): Fact[] {
  const { text: source, path } = declared.reading.source;
  const inline = attributeOf(block.body, 'inline')?.value;
  const items: readonly HclExpression[] = inline?.kind === 'tuple' ? inline.items : [];
  const lines = items.flatMap((item) => shellText(item, source, path, scope) ?? []);
  if (lines.length === 0) return [{ ...otherFact(block, resource, when), mutates: true }];
  const scripts = lines.map((line, i) =>
    scriptOf(line, items[i]?.span ?? block.header, resource.node, { when, where: 'instance' }),
  );
  const changed = mutates(lines.flatMap(({ text }) => readCommands(text)));
  const remote: RemoteCommand = {
    fact: 'remote-command',
    node: resource.node,
    span: block.header,
    via: 'provisioner',
    when,
    command: lines.map(({ text }) => text).join('\n'),
    ...(changed !== undefined && { mutates: changed }),
  };
  return [remote, ...scripts.flatMap((script) => [script, ...factsOfScript(script)])];
}

/** Copying a file, or a program of somebody else. */
function otherFact(block: HclBlock, resource: Resource, when: 'create' | 'destroy'): RemoteCommand {
  const type = block.labels[0]?.value ?? 'provisioner';
  const destination = literalString(attributeOf(block.body, 'destination')?.value);
  const temporary = type === 'file' && destination?.startsWith('/tmp/') === true;
  const command = destination === undefined ? type : `${type} ${destination}`;
  return {
    fact: 'remote-command',
    node: resource.node,
    span: block.header,
    via: 'provisioner',
    when,
    command,
    mutates: !temporary,
  };
}
