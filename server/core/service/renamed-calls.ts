import type { Plan } from '../model/plan.ts';
import type { FileEdits } from './fixes.ts';

const CALL = /^module\.[^.[]+(?:\[[^\]]*\])?(?=\.)/;
const FROM = /^([ \t]*from[ \t]*=[ \t]*)(module\.[^.[\s]+(?:\[[^\]]*\])?)(?=\.)/gm;

/**
 * What is moved out of a call that the same edit renamed comes from the name that is deployed: `module.blue`, not `module.green`. It keeps
 * the inputs it has: where one of them says the name of the call, that is the old name, too.
 */
export function fromDeployed(files: readonly FileEdits[], made: Plan): readonly FileEdits[] {
  const former = formerCalls(made);
  if (former.size === 0) return files;
  return files.map((file) => ({
    ...file,
    edits: file.edits.map(({ span, text }) => ({ span, text: renamedIn(text, former) })),
  }));
}

function renamedIn(text: string, former: ReadonlyMap<string, string>): string {
  const calls = new Set([...text.matchAll(FROM)].flatMap(([, , call = '']) => (former.has(call) ? [call] : [])));
  return [...calls].reduce((before, call) => {
    const old = former.get(call) ?? call;
    const inputs = before.replaceAll(`= "${nameOf(call)}"`, `= "${nameOf(old)}"`);
    return inputs.replace(FROM, (_, start: string, each: string) => start + (each === call ? old : each));
  }, text);
}

/** `blue` of `module.blue`. */
function nameOf(call: string): string {
  return call.slice('module.'.length);
}

/** Calls that came, by the one call that went and held the same things. */
function formerCalls({ nodes }: Plan): ReadonlyMap<string, string> {
  const parts = (change: string): ReadonlyMap<string, ReadonlySet<string>> => {
    const calls = new Map<string, Set<string>>();
    for (const { id, type, change: each } of nodes) {
      const call = CALL.exec(id)?.[0];
      if (call === undefined || each !== change) continue;
      calls.set(call, (calls.get(call) ?? new Set()).add(`${type} ${id.slice(call.length)}`));
    }
    return calls;
  };
  const gone = parts('remove');
  const isSame = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
    one.size === other.size && [...one].every((part) => other.has(part));
  return new Map(
    [...parts('add')].flatMap(([call, held]) => {
      const same = [...gone].filter(([, other]) => isSame(held, other));
      return same.length === 1 && same[0] ? [[call, same[0][0]] as const] : [];
    }),
  );
}
