import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Wrong usage: one clear line, exit status 2. */
export class Usage extends Error {}

export type Options = NonNullable<ParseArgsConfig['options']>;

/** Arguments of one command; an unknown option or a missing value is wrong usage. */
export function argumentsOf<const O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\. |\n/);
    throw new Usage(`${sentence}.`);
  }
}

/** The value of an option that has a fixed list of values. */
export function oneOf<const T extends string>(
  option: string,
  value: string | undefined,
  allowed: readonly T[],
  byDefault: T,
): T {
  if (value === undefined) return byDefault;
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new Usage(`${option} ${JSON.stringify(value)} is not one of ${allowed.join(', ')}.`);
  return found;
}
