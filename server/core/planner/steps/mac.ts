import { knownText } from '../../model/value.ts';
import type { Draft } from '../draft.ts';
import type { UnitFacts } from '../input.ts';
import { writtenText } from '../setting.ts';
import { factsOf } from '../source.ts';
import { quoted } from './quoted.ts';

/** Commands of `mac` 1.0: a run creates a whole version, `destroy` removes one; nothing switches traffic. */
export const macCommands = {
  preflight: (): readonly string[] => ['mac infrastructure list'],
  provision: (draft: Draft): readonly string[] => [
    `mac -s infrastructure macfile ${quoted(draft.input.green.path)}${parameters(draft.input.green)} --on_failure destroy_all`,
  ],
  bake: (draft: Draft): readonly string[] => {
    const { name, version } = identityOf(draft.input.green, 'green');
    return [`mac infrastructure items -n ${quoted(name)} -v ${quoted(version)}`];
  },
  retire: ({ input }: Draft): readonly string[] => {
    const { name, version } = identityOf(input.blue ?? input.green, 'blue');
    const same = input.blue !== undefined && version === identityOf(input.green, 'green').version;
    return [`mac infrastructure destroy ${quoted(name)} ${same ? '<blue version>' : quoted(version)}`];
  },
};

function identityOf(unit: UnitFacts, colour: 'blue' | 'green'): { readonly name: string; readonly version: string } {
  const [facts] = factsOf(unit, 'unit');
  return {
    name: (facts?.name && knownText(facts.name)) ?? '<name>',
    version: (facts?.version && knownText(facts.version)) ?? `<${colour} version>`,
  };
}

/** `-p` takes a list, so the file stands before it. Name and version are known, the rest is to be filled in. */
function parameters(unit: UnitFacts): string {
  const [facts] = factsOf(unit, 'unit');
  const { name, version } = identityOf(unit, 'green');
  const own = new Map([
    [facts?.version ? parameterIn(writtenText(facts.version)) : undefined, '<green version>'],
    ['INF_NAME', name],
    ['INF_VERSION', version],
  ]);
  const keys = [...new Set(factsOf(unit, 'parameter').map((parameter) => parameter.name.value))].toSorted();
  if (keys.length === 0) return '';
  return ` -p ${keys.map((key) => `${key}=${quoted(own.get(key) ?? `<${key}>`)}`).join(' ')}`;
}

function parameterIn(text: string): string | undefined {
  return /^\{([A-Za-z0-9_]+)\}$/.exec(text)?.[1];
}
