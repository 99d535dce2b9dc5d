import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCommands } from '../../server/core/syntax/shell.ts';
import { Random } from './generate.ts';
import { cpuTime, slowness } from './timing.ts';

/** One line per command: depth, connector, prefixes, words (`?` = unknown), redirects. */
function said(text: string): string[] {
  return readCommands(text).map(({ depth, after, prefixes, program, words, redirects, background }) =>
    [
      `${depth}${after}`,
      ...prefixes.map((prefix) => `(${prefix})`),
      program === '' ? '-' : program,
      ...words.slice(program === '' ? 0 : 1).map((word) => word.text + (word.unknown ? '?' : '')),
      ...redirects.map(({ operator, target }) => `${operator}[${target.text}]`),
      ...(background ? ['&'] : []),
    ].join(' '),
  );
}

describe('readCommands finds the simple commands', () => {
  it.each<[string, string[]]>([
    ['set -e\napt-get install -y nginx=1.18 # why', ['0 set -e', '0; apt-get install -y nginx=1.18']],
    ['curl -s http://x | sudo -E sh -s -- a', ['0 curl -s http://x', '0| (sudo) (-E) sh -s -- a']],
    ['a && b || c; d & e', ['0 a', '0&& b', '0|| c', '0; d &', '0& e']],
    ['echo "a $B c" \'$D\' e\\ f "g\\"h" $\'i\\tj\'', ['0 echo a $B c? $D e f g"h i\tj']],
    ['docker run \\\n  -d \\\n  web', ['0 docker run -d web']],
    ['docker run \\\r\n  -d web\r\nls\r\n', ['0 docker run -d web', '0; ls']],
    ['A=$(x $B) C="d e" /usr/bin/foo', ['0 (A=$(x $B)) (C=d e) foo', '1 x $B?']],
    ['A=1\nB=2 C=3', ['0 - A=1', '0; - B=2 C=3']],
    ['export A="b c"', ['0 export A=b c']],
    ['LIST=(a b "c d")\nnext', ['0 - LIST=', '0; next']],
    ['if [ -f x ]; then a; elif b; then c; else d; fi; e', ['1 [ -f x ]', '1; a', '1; b', '1; c', '1; d', '0; e']],
    ['for i in 1 2 $(ls); do a $i; done | b', ['2 ls', '1; a $i?', '0| b']],
    ['for ((i=0; i<3; i++)); do a; done\nb', ['1; a', '0; b']],
    ['while read x; do a; done < f\nb', ['1 read x', '1; a', '0; - <[f]', '0; b']],
    ['case "$1" in\n a|b) c ;;\n (*) d; e\n ;;\nesac\nf', ['1; c', '1; d', '1; e', '0; f']],
    ['f() {\n  a\n}\nfunction g { b; }\nf', ['1 a', '1; b', '0; f']],
    ['(a && b) || { c; }\nd', ['1 a', '1&& b', '1|| c', '0; d']],
    ['echo `date +%s` $((1 + 2)) ${A:-x y} {a,b}', ['0 echo `date +%s`? $((1 + 2))? ${A:-x y}? {a,b}', '1 date +%s']],
    ['cat > /etc/x <<EOF\nhello $X\nEOF\nls', ['0 cat >[/etc/x] <<[hello $X\n]', '0; ls']],
    ["cat <<-'END' | a\n\tx\n\tEND\nb", ['0 cat <<[\tx\n]', '0| a', '0; b']],
    ['a > x 2>&1 2>>y &> z >| w < v <<< u', ['0 a >[x] 2>>[y] &>[z] >|[w] <[v] <<<[u]']],
    ['diff <(a b) >(c)', ['0 diff <(a b)? >(c)?', '1 a b', '1 c']],
    ['[[ $a == b* && -n $c ]] && d', ['0 [[ $a? == b* -n $c? ]]', '0&& d']],
    [
      "bash -c 'a && b'; sh -ec \"c\"; eval 'd'",
      ['0 bash -c a && b', '1 a', '1&& b', '0; sh -ec c', '1 c', '0; eval d', '1 d'],
    ],
    ['sh -c "$(curl -fsSL http://x/i.sh)"', ['0 sh -c $(curl -fsSL http://x/i.sh)?', '1 curl -fsSL http://x/i.sh']],
    ["su - app -c 'a b'", ['0 su - app -c a b', '1 a b']],
    [
      'sudo -u app env -i A=1 nice -n 5 timeout 10 a -b',
      ['0 (sudo) (-u) (app) (env) (-i) (A=1) (nice) (-n) (5) (timeout) (10) a -b'],
    ],
    ['find . -name "*.x" -exec rm {} \\; -print', ['0 find . -name *.x -exec rm {} ; -print']],
    ['! a\ntime b\nexec c > log', ['0 a', '0; (time) b', '0; (exec) c >[log]']],
    ['web:\ue000V\ue001 "x \ue000W\ue001"', ['0 web:{V} x {W}?']],
    ['', []],
    ['# only\n\n  # comments\n', []],
  ])('%j', (text, expected) => expect(said(text)).toEqual(expected));
});

describe('readCommands', () => {
  it('gives spans of the source, quotes included, wherever the text stands', () => {
    const text = 'sudo apt-get "install" \\\n  "ngi""nx" > /dev/null';
    const [command] = readCommands(text, 100);
    const at = (span?: { start: number; end: number }) => text.slice((span?.start ?? 0) - 100, (span?.end ?? 0) - 100);
    expect(command?.words.map(({ span }) => at(span))).toEqual(['apt-get', '"install"', '"ngi""nx"']);
    expect(command?.words.map((word) => word.text)).toEqual(['apt-get', 'install', 'nginx']);
    expect(at(command?.redirects[0]?.target.span)).toBe('/dev/null');
    expect(at(command?.span)).toBe(text);
  });

  it('maps the words of a script inside a script', () => {
    const text = 'bash -c \'apt-get install nginx\' && bash -c "echo \\"x y\\" z"';
    const found = readCommands(text).flatMap(({ depth, words }) =>
      depth === 1 ? words.map(({ span }) => text.slice(span.start, span.end)) : [],
    );
    expect(found).toEqual(['apt-get', 'install', 'nginx', 'echo', '"x y\\"', 'z']);
  });
});

describe('readCommands on hostile text', () => {
  it('never throws, keeps spans inside and ends soon, whatever the text', () => {
    const parts = [
      'a',
      ' ',
      '\n',
      '"',
      "'",
      '`',
      '$(',
      ')',
      '(',
      '{',
      '}',
      '${',
      '<<E',
      'E',
      '|',
      '&',
      ';',
      ';;',
      '>',
      '<',
      '\\',
      'if ',
      'fi',
      'case x in',
      'esac',
      'do',
      'done',
      '#',
      '=',
      '((',
      '))',
      '[[',
      ']]',
      '\ue000',
      '\ue001',
      '\r\n',
      '-c',
    ];
    const random = new Random(7);
    for (let i = 0; i < 5_000; i++) {
      let text = '';
      for (let n = random.below(40); n > 0; n--) text += random.of(parts);
      for (const { span, words, redirects } of readCommands(text)) {
        for (const one of [span, ...words.map((word) => word.span), ...redirects.map(({ target }) => target.span)]) {
          expect(one.start >= 0 && one.start <= one.end && one.end <= text.length).toBe(true);
        }
      }
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => readCommands(text).length >= 0),
      { seed: 3, numRuns: 2_000 },
    );
  });
});

describe('readCommands on very long text', () => {
  it.each(
    [
      '"',
      "'",
      '`',
      '$(',
      '${',
      '((',
      '$((',
      '<<E\n',
      '\ue000',
      '(',
      '{ ',
      'if ',
      'case x in ',
      'a|',
      'a;',
      '\\\n',
      '[[ ',
      'bash -c "',
      'a <(',
      '>',
      '<<<',
    ].map((part) => [part]),
  )('reads 300,000 characters of %j in time', (part) => {
    const text = part.repeat(Math.ceil(300_000 / part.length));
    expect(cpuTime(() => readCommands(text))).toBeLessThan(400 * slowness());
  });
});
