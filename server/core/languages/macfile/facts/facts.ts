import type { Context, Fact, ModuleCall, Parameter, Unit } from '../../../model/fact.ts';
import { pathContexts } from '../../../model/path-contexts.ts';
import { entryOf } from '../../../model/tree.ts';
import type { Surroundings } from '../../language.ts';
import { commentNotes } from '../../notes.ts';
import { follow, scalarAt } from '../model.ts';
import { hasPlaceholder } from '../placeholders.ts';
import type { MacfileReading } from '../reading.ts';
import { type Scope, scopeOf } from '../scope.ts';
import { configFacts } from './config.ts';
import { dependencies } from './dependencies.ts';
import { withImageBuilds } from './image-build.ts';
import { colourParameters, entryFacts, localStates } from './resources.ts';
import { libraryScriptFacts, scriptFacts } from './scripts.ts';
import { valueOfScalar } from './value.ts';
import { verifications } from './verifications.ts';

/**
 * What a Macfile says about infrastructure. Settings that a library brings in stand at the entry that takes them; its scripts are
 * facts of its own file.
 */
export function factsOf(reading: MacfileReading, { project, data }: Surroundings): readonly Fact[] {
  const scope = scopeOf(reading, project);
  const entries = scope.entries.map((entry, order) => entryFacts(scope, entry, order, data));
  return withImageBuilds([
    unitOf(scope),
    ...parameters(reading),
    ...entries.flatMap(({ resource, names }) => [resource, ...names]),
    ...dependencies(scope, entries),
    ...scriptFacts(reading),
    ...libraryScriptFacts(scope),
    ...configFacts(scope),
    ...verifications(scope),
    ...localStates(reading),
    ...parentCalls(reading),
    ...commentNotes(reading),
  ]);
}

/** Libraries that are taken from an address. */
function parentCalls({ file }: MacfileReading): readonly ModuleCall[] {
  return file.parents.flatMap(({ name, key, body }): readonly ModuleCall[] => {
    const target = body && follow(body);
    if (target?.kind !== 'scalar' || !/^https?:/.test(target.text)) return [];
    const { span, text } = target;
    const settings = { kind: 'map' as const, entries: [], span };
    return [
      {
        fact: 'module-call',
        node: `parents.${name}`,
        span,
        name: { value: name, span: key },
        source: { value: text, span },
        settings,
      },
    ];
  });
}

function unitOf(scope: Scope): Unit {
  const { main } = scope;
  const { root, kind } = main.file;
  const name = scalarAt(root, 'name');
  const version = scalarAt(root, 'version');
  const anchor = entryOf(root, 'version')?.key.span ?? root?.entries[0]?.key.span ?? { start: 0, end: 0 };
  const context = { scope, anchor };
  const parametrised = kind === 'library' ? undefined : isParametrised(scope);
  return {
    fact: 'unit',
    node: '',
    span: anchor,
    contexts: contextsOf(main),
    ...(name === undefined ? {} : { name: valueOfScalar(name, main, context) }),
    ...(version === undefined ? {} : { version: valueOfScalar(version, main, context) }),
    ...(parametrised === undefined ? {} : { parametrised }),
  };
}

/** Name or version take a parameter. With libraries that take one themselves nothing is said. */
function isParametrised({ main, parents, complete }: Scope): boolean | undefined {
  const identity = ['name', 'version'].map((key) => scalarAt(main.file.root, key)?.text ?? '');
  if (identity.some(hasPlaceholder)) return true;
  if (parents.length === 0) return false;
  return !complete || parents.some(({ reading }) => reading !== undefined && colourParameters(reading).size > 0)
    ? undefined
    : false;
}

function contextsOf({ source, file }: MacfileReading): readonly Context[] {
  const found: Context[] = pathContexts(source.path);
  if (file.kind === 'library') found.push('module');
  return found;
}

/** Each `{NAME}` once, where it stands first; libraries may use more, and get them from the same command line. */
function parameters(reading: MacfileReading): readonly Parameter[] {
  const first = new Map<string, Parameter>();
  for (const { name, span } of reading.placeholders) {
    if (name === '' || first.has(name) || reading.source.text[span.start - 1] === '$') continue;
    if (/\d/.test(name) && !/^[A-Z][A-Z\d_-]*$/.test(name)) continue;
    const secret = /PASS(?:WORD|WD)?$|SECRET|TOKEN|PRIVATE_KEY/i.test(name);
    first.set(name, {
      fact: 'parameter',
      node: `parameters.${name}`,
      span,
      name: { value: name, span },
      ...(secret ? { secret } : {}),
    });
  }
  return [...first.values()];
}
