/** A small seeded generator: same seed, same document. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) >>> 0;
  }

  /** Whole number below `limit`. */
  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}

const WORDS = [
  'a',
  'web',
  'two words',
  'x-y',
  'http://x/y?z',
  '10',
  '1.10',
  'yes',
  '~',
  'é',
  '😀',
  'it',
  'a#b',
  "don't",
  'k:v',
  '<<',
  '=',
  '-1',
];
const KEYS = ['a', 'b', 'Type', 'key one', 'k-1', 'Ref', 'on', '1', 'x.y', 'é'];
const TAGS = ['!Ref', '!Sub', '!!str', '!a:b'];

/** Sound YAML of every style this project meets: block and flow, all scalars, tags, anchors, comments, several documents. */
export function yamlDocument(seed: number): string {
  return new Writer(seed).stream();
}

class Writer {
  readonly #random: Random;
  readonly #eol: string;
  #anchors = 0;
  #known: string[] = [];

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#eol = this.#random.chance(20) ? '\r\n' : '\n';
  }

  stream(): string {
    const random = this.#random;
    const documents = random.chance(85) ? 1 : 1 + random.below(3);
    const parts: string[] = [];
    for (let i = 0; i < documents; i++) {
      this.#known = [];
      const lines = [...this.#comments(0), ...this.#root(), ...this.#comments(0)];
      parts.push([...(i > 0 || random.chance(20) ? ['---'] : []), ...lines].join(this.#eol));
    }
    const start = random.chance(5) ? '\ufeff' : '';
    return start + parts.join(this.#eol) + (random.chance(90) ? this.#eol : '');
  }

  #root(): string[] {
    const kind = this.#random.below(10);
    if (kind === 0) return [this.#scalar(false)];
    return kind < 8 ? this.#map(0, 4) : this.#list(0, 4);
  }

  #map(indent: number, depth: number): string[] {
    const lines: string[] = [];
    const count = 1 + this.#random.below(4);
    for (let i = 0; i < count; i++) {
      lines.push(...this.#comments(indent));
      const key = this.#random.chance(85) ? this.#random.of(KEYS) : `"${this.#random.of(KEYS)}"`;
      lines.push(...this.#value(`${' '.repeat(indent)}${key}:`, indent, depth, true));
    }
    return lines;
  }

  #list(indent: number, depth: number): string[] {
    const lines: string[] = [];
    const count = 1 + this.#random.below(4);
    for (let i = 0; i < count; i++) {
      lines.push(...this.#comments(indent));
      if (depth > 0 && this.#random.chance(25)) {
        const inner = this.#random.chance(70) ? this.#map(indent + 2, depth - 1) : this.#list(indent + 2, depth - 1);
        const first = inner.findIndex((line) => !line.trim().startsWith('#') && line.trim() !== '');
        const lead = inner.slice(0, first);
        lines.push(...lead, `${' '.repeat(indent)}- ${inner[first]?.trimStart() ?? ''}`, ...inner.slice(first + 1));
      } else lines.push(...this.#value(`${' '.repeat(indent)}-`, indent, depth, false));
    }
    return lines;
  }

  /** What follows `key:` or `-`. */
  #value(start: string, indent: number, depth: number, inMap: boolean): string[] {
    const random = this.#random;
    const properties = this.#properties();
    const head = `${start}${properties}`;
    const kind = random.below(14);
    if (depth > 0 && kind < 3)
      return [`${head}${this.#trailing()}`, ...this.#map(indent + (random.chance(70) ? 2 : 4), depth - 1)];
    if (depth > 0 && kind < 5) {
      const flat = inMap && random.chance(40);
      return [`${head}${this.#trailing()}`, ...this.#list(flat ? indent : indent + 2, depth - 1)];
    }
    if (kind === 5) return [`${head}${this.#trailing()}`];
    if (kind === 6) return [`${head} ${this.#flow(3)}${this.#trailing()}`];
    if (kind === 7) return this.#block(head, indent);
    if (kind === 8 && this.#known.length > 0 && properties === '')
      return [`${head} *${random.of(this.#known)}${this.#trailing()}`];
    if (kind === 9) return this.#folded(head, indent);
    return [`${head} ${this.#scalar(false)}${this.#trailing()}`];
  }

  #properties(): string {
    let out = '';
    if (this.#random.chance(10)) out += ` ${this.#random.of(TAGS)}`;
    if (this.#random.chance(8)) {
      const name = `n${this.#anchors++}`;
      out = this.#random.chance(50) ? `${out} &${name}` : ` &${name}${out}`;
      // Only scalars are referred to: a node is not ready inside itself.
      this.#known = [...this.#known, `${name}`].slice(-3);
    }
    return out;
  }

  #scalar(flow: boolean): string {
    const random = this.#random;
    const word = random.of(WORDS);
    const kind = random.below(5);
    if (kind === 0) return `'${word.replaceAll("'", "''")}'`;
    if (kind === 1) return `"${word}${random.of(['', '\\n', '\\t', '\\u00e9', '\\"', ' \\\\ ', '\\U0001F600'])}"`;
    if (kind === 2) return random.of(["''", '""', "'  '", '"a: b # c"']);
    return flow && (word.includes('?') || word === '~') ? 'plain' : word === '=' ? 'eq' : word;
  }

  #flow(depth: number): string {
    const random = this.#random;
    const count = random.below(4);
    const space = random.of(['', ' ']);
    const parts = Array.from({ length: count }, () =>
      depth > 0 && random.chance(25) ? this.#flow(depth - 1) : this.#scalar(true),
    );
    if (random.chance(50)) return `[${space}${parts.join(', ')}${space}]`;
    return `{${space}${parts.map((part, i) => `k${i}: ${part}`).join(', ')}${space}}`;
  }

  #block(head: string, indent: number): string[] {
    const random = this.#random;
    const inner = ' '.repeat(indent + 1 + random.below(4));
    const lines = Array.from({ length: 1 + random.below(5) }, (_, i) => {
      if (i > 0 && random.chance(20)) return '';
      return (
        inner +
        (i > 0 && random.chance(20) ? '  ' : '') +
        random.of(['text', '# no comment', 'k: v', 'a  b ', '"', '😀 x'])
      );
    });
    const header = `${head} ${random.of(['|', '>'])}${random.of(['', '-', '+'])}`;
    return [`${header}${random.chance(15) ? ' # head' : ''}`, ...lines, ...(random.chance(20) ? [''] : [])];
  }

  #folded(head: string, indent: number): string[] {
    const random = this.#random;
    const inner = ' '.repeat(indent + 2);
    const blank = random.chance(30) ? [''] : [];
    const style = random.below(3);
    if (style === 0) return [`${head} one two`, ...blank, `${inner}three`, `${inner}  four`];
    if (style === 1) return [`${head} "one \\"two`, ...blank, `${inner}three \\`, `${inner}  four"`];
    return [`${head} 'one ''two `, ...blank, `${inner}three`, `${inner}four'`];
  }

  #trailing(): string {
    return this.#random.chance(10) ? ` # ${this.#random.of(['why', 'a: b', '"q', '[x'])}` : '';
  }

  #comments(indent: number): string[] {
    if (!this.#random.chance(10)) return [];
    return this.#random.chance(30) ? [''] : [`${' '.repeat(indent)}# ${this.#random.of(['note', '- x', 'k: v'])}`];
  }
}
