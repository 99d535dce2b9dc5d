import type { Finding, Fix } from '../../../model/finding.ts';
import type { MapNode, ScalarNode, TreeEntry, TreeNode } from '../../../model/tree.ts';
import { keyText } from '../../../model/tree.ts';
import { resolvePlain } from '../../../syntax/yaml11.ts';
import { follow, isEmpty } from '../model.ts';
import type { MacfileReading } from '../reading.ts';
import { describe, quoted, scalarType } from '../scalars.ts';
import type { KeyFact, MapPlace } from '../structure.ts';
import { finding, replace } from './report.ts';

/**
 * The type of one value. Only what the tool rejects, crashes on or throws away is reported. Of kind `schema` is what makes the tool
 * refuse the file, of kind `semantic` what fails in the run.
 */
export function checkValue(
  reading: MacfileReading,
  entry: TreeEntry,
  fact: KeyFact,
  place: MapPlace,
  owner: string,
): readonly Finding[] {
  const value = follow(entry.value) ?? entry.value;
  if (value.kind === 'alias' || (value.kind === 'scalar' && scalarType(value) === 'unknown')) return [];
  const check = new ValueCheck(reading, entry, value, `"${fact.key}" of ${owner}`);
  switch (fact.type) {
    case 'text':
      return check.text(place === 'main' || fact.key === 'name' || fact.key === 'configuration', fact.key === 'role');
    case 'script':
      return check.script();
    case 'integer':
      return check.integer();
    case 'number':
      return check.number();
    case 'list':
      return fact.key === 'hd' ? check.disks() : check.environment(place === 'instance');
    case 'ready':
      return check.ready();
    case 'map':
      return place === 'command-entry' ? check.params() : [];
    case 'free':
      return [];
  }
}

class ValueCheck {
  readonly #reading: MacfileReading;
  readonly #entry: TreeEntry;
  readonly #value: TreeNode;
  readonly #what: string;

  constructor(reading: MacfileReading, entry: TreeEntry, value: TreeNode, what: string) {
    this.#reading = reading;
    this.#entry = entry;
    this.#value = value;
    this.#what = what;
  }

  text(mayBeEmpty: boolean, refused: boolean): readonly Finding[] {
    if (this.#value.kind !== 'scalar') return this.#wrong('is text', '', [], refused);
    if (!isEmpty(this.#value) || mayBeEmpty || !this.#reading.sound) return [];
    return this.#wrong('is text', '', [], refused);
  }

  script(): readonly Finding[] {
    if (this.#value.kind !== 'scalar') return this.#wrong('is the text of a script', '');
    const type = scalarType(this.#value);
    if (type === 'text' || (type === 'null' && !this.#reading.sound)) return [];
    if (type === 'null') return this.#wrong('is the text of a script', ' mac stops when it is to run it.');
    return this.#wrong('is the text of a script', ' Quote it.', [quote(this.#value)]);
  }

  integer(): readonly Finding[] {
    if (this.#value.kind === 'scalar') {
      const type = scalarType(this.#value);
      if (type === 'integer' || (type === 'null' && !this.#reading.sound)) return [];
      const bare = this.#value.text.trim();
      if (type === 'text' && /^\d+$/.test(bare)) {
        const fix = replace(`Write ${bare} without quotes`, this.#value.span, bare);
        return this.#wrong('is a number', ' mac counts with it and stops at text. Leave out the quotes.', [fix]);
      }
    }
    return this.#wrong('is a whole number', ' mac counts with it and stops at anything else.');
  }

  number(): readonly Finding[] {
    const value = this.#value;
    const isNumber = value.kind === 'scalar' && (scalarType(value) === 'integer' || /^\d+$/.test(value.text.trim()));
    if (isNumber || (isEmpty(value) && !this.#reading.sound)) return [];
    return this.#wrong('is a number of minutes', '');
  }

  params(): readonly Finding[] {
    if (this.#value.kind === 'map' || isEmpty(this.#value)) return [];
    return this.#wrong('is a map of name and value', ' No reference to infrastructure.param could be resolved.');
  }

  ready(): readonly Finding[] {
    if (isEmpty(this.#value) && !this.#reading.sound) return [];
    if (this.#value.kind !== 'scalar' || scalarType(this.#value) !== 'text') {
      return this.#wrong('has the form role.<name>', '', [], true);
    }
    const { text, span } = this.#value;
    if (/^role\.[A-Za-z+][^.]*$/.test(text)) return [];
    const { file } = this.#reading;
    const known =
      file.roles.some(({ name }) => name === text) || file.infrastructures.some(({ name }) => name === text);
    const fix = known && /^[A-Za-z+]/.test(text) ? replace(`Write role.${text}`, span, `role.${text}`) : undefined;
    const dots = /^role\.[A-Za-z+].*\./.test(text);
    return this.#wrong(
      'has the form role.<name>, with a name of a role or entry that begins with a letter',
      dots ? ' With a second dot mac stops while it waits.' : '',
      [fix],
      !dots,
    );
  }

  /** Only the environment of a role is looked at before the run. */
  environment(refused: boolean): readonly Finding[] {
    const list = this.#value;
    if (list.kind !== 'list') {
      if (isEmpty(list) && !this.#reading.sound) return [];
      const fix = list.kind === 'map' ? listFix(this.#reading, list) : undefined;
      const why = refused ? ' mac refuses anything else.' : ' mac stops at anything else in the run.';
      return this.#wrong('is a list of "- NAME: value" items', why, [fix], refused);
    }
    return list.items.flatMap((item) => this.#environmentItem(follow(item) ?? item));
  }

  #environmentItem(item: TreeNode): readonly Finding[] {
    if (item.kind === 'alias') return [];
    if (item.kind === 'map') return item.entries.length === 1 ? [] : this.#severalKeys(item);
    const pair = item.kind === 'scalar' ? /^([A-Za-z_]\w*)=(.*)$/s.exec(item.text) : null;
    const fixed = pair === null ? undefined : `${pair[1]}: ${quoted(pair[2] ?? '')}`;
    return [
      wrongType(
        this.#reading,
        item.span,
        `An item of ${this.#what} is a map of one name and its value ("NAME: value"); this is ${describe(item)}, and mac stops at it when the instance is set up.`,
        [fixed === undefined ? undefined : replace(`Write ${fixed}`, item.span, fixed)],
      ),
    ];
  }

  #severalKeys(item: MapNode): readonly Finding[] {
    const second = item.entries[1];
    if (second === undefined) return [];
    return [
      wrongType(
        this.#reading,
        second.key.span,
        `Only the first name of an item is used: "${keyText(second) ?? '?'}" would be lost. Give each name its own "- " in ${this.#what}.`,
        [splitFix(this.#reading, item)],
      ),
    ];
  }

  disks(): readonly Finding[] {
    if (this.#value.kind !== 'list') {
      if (isEmpty(this.#value) && !this.#reading.sound) return [];
      return this.#wrong('is a list of "- DEVICE: \'SIZE:TYPE\'" items', '');
    }
    return this.#value.items.flatMap((item) => this.#disk(follow(item) ?? item));
  }

  /** The tool passes disks on as they are, so the file is not refused; the server gets something else than a disk. */
  #disk(item: TreeNode): readonly Finding[] {
    if (item.kind === 'scalar') {
      const parts = /^([^:\s]+):(\d+(?::\S+)?)$/.exec(item.text);
      const fixed = parts === null ? undefined : `${parts[1]}: ${quoted(parts[2] ?? '')}`;
      const message = `A disk is a map of the device and its size ("/dev/sdf: '50:gp2'"); this is ${describe(item)}. Put a space behind the device's colon.`;
      const fix = fixed === undefined ? undefined : replace(`Write ${fixed}`, item.span, fixed);
      return [wrongType(this.#reading, item.span, message, [fix])];
    }
    const value = item.kind === 'map' ? follow(item.entries[0]?.value) : undefined;
    if (value?.kind !== 'scalar' || scalarType(value) !== 'integer' || !value.text.includes(':')) return [];
    const message = `YAML reads ${value.text} as the number ${resolvePlain(value.text).value}, which is no disk size. Quote it.`;
    return [wrongType(this.#reading, value.span, message, [quote(value)])];
  }

  #wrong(is: string, why: string, fixes: readonly (Fix | undefined)[] = [], refused = false): readonly Finding[] {
    const empty = isEmpty(this.#value);
    const span = empty ? this.#entry.key.span : this.#value.span;
    const message = `${this.#what} ${is}; this is ${shown(this.#value)}.${why}`;
    return [wrongType(this.#reading, span, message, fixes, refused)];
  }
}

/** Short text as it is, everything else by its type. */
function shown(value: TreeNode): string {
  const isShort = value.kind === 'scalar' && scalarType(value) === 'text' && /^[^\n]{1,40}$/.test(value.text);
  return isShort ? `"${value.text}"` : describe(value);
}

function wrongType(
  reading: MacfileReading,
  span: Finding['span'],
  message: string,
  fixes: readonly (Fix | undefined)[],
  refused = false,
): Finding {
  return finding(reading, {
    code: 'wrong-type',
    kind: refused ? 'schema' : 'semantic',
    severity: 'error',
    message: message.charAt(0).toUpperCase() + message.slice(1),
    span,
    fixes,
  });
}

export function quote(value: ScalarNode, safety: Fix['safety'] = 'safe'): Fix {
  return replace(`Write ${quoted(value.text)}`, value.span, quoted(value.text), safety);
}

/** Puts a dash before every key of a block map, which keeps its indentation. */
function listFix(reading: MacfileReading, map: MapNode): Fix | undefined {
  if (
    map.flow ||
    !map.entries.every(
      ({ value, key }) => value.kind === 'scalar' && isSingleLine(reading, key.span.start, value.span.end),
    )
  ) {
    return undefined;
  }
  const edits = map.entries.map(({ key }) => ({ span: { start: key.span.start, end: key.span.start }, text: '- ' }));
  return { title: 'Make it a list', safety: 'safe', edits };
}

function splitFix(reading: MacfileReading, item: MapNode): Fix | undefined {
  if (item.flow) return undefined;
  const { text } = reading.source;
  const edits = item.entries
    .slice(1)
    .map(({ key: { span } }) => ({ span: { start: span.start - 2, end: span.start }, text: '- ' }));
  const fits = edits.every(({ span }) => text.slice(span.start, span.end) === '  ');
  return fits ? { title: 'Give each name its own item', safety: 'confirm', edits } : undefined;
}

function isSingleLine(reading: MacfileReading, start: number, end: number): boolean {
  return !reading.source.text.slice(start, end).includes('\n');
}
