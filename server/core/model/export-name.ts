/** The name of something that one unit hands to others, as it is written: a plain text, or one that each unit fills in itself. */
export interface ExportText {
  readonly name: string;
  readonly filled: boolean;
}

/**
 * The same name, or the same text around what is filled in: `${AWS::StackName}-Net` of one stack is `${Network}-Net` to another, whose
 * parameter says which stack is meant.
 */
export function isSameExport(a: ExportText, b: ExportText): boolean {
  if (a.name === b.name || !a.filled || !b.filled) return a.name === b.name;
  const [one, other] = [textAround(a.name), textAround(b.name)];
  return one.length === other.length && one.join('') !== '' && one.every((part, at) => part === other[at]);
}

/** What stands before, between and behind the variables. */
export function textAround(name: string): readonly string[] {
  return name.split(/\$\{[^{}]*\}/);
}
