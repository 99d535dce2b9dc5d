import type { Fact, RemoteCommand, Script, When } from '../../../model/fact.ts';
import { factsOfScript, mutates } from '../../../syntax/shell-facts.ts';
import type { MacfileReading } from '../reading.ts';
import type { Scope } from '../scope.ts';
import { type MacScript, type ScriptKind, scriptsOf } from '../scripts.ts';
import { commandsIn } from './commands.ts';

const RUNS: Readonly<Record<ScriptKind, readonly [When, Script['where']]>> = {
  'bootstrap bash': ['boot', 'instance'],
  ssh: ['deploy', 'instance'],
  bash: ['create', 'local'],
  'create bash': ['create', 'local'],
  'destroy bash': ['destroy', 'local'],
};

const SECTION: Readonly<Record<ScriptKind, string>> = {
  'bootstrap bash': 'roles',
  ssh: 'actions',
  bash: 'actions',
  'create bash': 'resources',
  'destroy bash': 'resources',
};

/** Every script of the file, and what its commands say. */
export function scriptFacts(reading: MacfileReading): readonly Fact[] {
  return scriptsOf(reading.file).flatMap((script) => {
    const fact = scriptFact(reading, script);
    const remote = script.kind === 'ssh' ? [remoteCommand(fact)] : [];
    return [fact, ...remote, ...factsOfScript(fact)];
  });
}

/** Scripts that a library brings in and the work list uses: their spans lie in the library. */
export function libraryScriptFacts(scope: Scope): readonly Fact[] {
  const used = new Set(
    scope.entries.flatMap(({ kind, settings }) => {
      const value = kind === 'none' ? undefined : settings.get(kind)?.value;
      return value?.kind === 'scalar' ? [`${kind}s.${value.text}.`] : [];
    }),
  );
  return scope.parents.flatMap(({ reading }) => {
    if (reading === undefined) return [];
    const file = reading.source.path;
    const own = (node: string) => {
      const [section = '', name = ''] = node.split('.');
      const declared = section === 'actions' ? scope.actions.get(name) : scope.resources.get(name);
      return declared?.from === reading;
    };
    return scriptFacts(reading).flatMap((fact) =>
      own(fact.node) && [...used].some((prefix) => fact.node.startsWith(prefix)) ? [{ ...fact, file }] : [],
    );
  });
}

function scriptFact(reading: MacfileReading, { kind, owner, node }: MacScript): Script {
  const [when, where] = RUNS[kind];
  const inner = kind === 'bootstrap bash' ? `instance create.${kind}` : kind;
  const replaced = kind !== 'bootstrap bash' && kind !== 'ssh';
  return {
    fact: 'script',
    node: `${SECTION[kind]}.${owner.name}.${inner}`,
    span: node.span,
    when,
    where,
    text: node.text,
    commands: commandsIn(reading, node, replaced),
    stopsOnError: /^\s*set\s+(?:-\w*e|-o\s+errexit)/m.test(node.text),
  };
}

function remoteCommand({ node, span, when, text, commands }: Script): RemoteCommand {
  const changes = mutates(commands);
  return {
    fact: 'remote-command',
    node,
    span,
    via: 'ssh-action',
    when,
    command: text,
    ...(changes === undefined ? {} : { mutates: changes }),
  };
}
