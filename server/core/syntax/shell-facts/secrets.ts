import type { Script, Secret } from '../../model/fact.ts';
import { isSecretKey, looksSecret, secretsIn } from '../../model/secret.ts';
import type { ShellCommand, ShellWord } from '../../model/shell.ts';
import type { Span } from '../../model/span.ts';
import { partOf } from './words.ts';

/** Secrets written into a command: assignments, options, connection strings, keys that show themselves. The span is the key where there is one. */
export function secretFacts(script: Script, command: ShellCommand): Secret[] {
  const found = [
    ...prefixSecrets(script, command),
    ...command.words.flatMap((word, at) => wordSecrets(script, command, word, at)),
    ...command.redirects
      .filter(({ operator }) => operator === '<<')
      .flatMap(({ target }) => formSecrets(script, target)),
  ];
  return found.filter((one, at) => found.findIndex(({ span }) => span.start === one.span.start) === at);
}

function wordSecrets(script: Script, command: ShellCommand, word: ShellWord, at: number): Secret[] {
  const equals = word.text.indexOf('=');
  const key = word.text.slice(0, Math.max(0, equals));
  if (/^-{0,2}[\w.-]{1,60}$/.test(key) && isSecretKey(key)) {
    const value = partOf(word, equals + 1);
    const { start, end } = word.span;
    return stated(script, word.text.slice(0, equals), value, { start, end: Math.min(start + equals, end) });
  }
  const next = command.words[at + 1];
  if (word.text.startsWith('--') && equals < 0 && next && !next.text.startsWith('-') && isSecretKey(word.text)) {
    return stated(script, word.text, next, word.span);
  }
  if (at > 0 && /^(?:mysql|mysqldump|mysqladmin|mariadb)$/.test(command.program) && /^-p./.test(word.text)) {
    return stated(script, '-p', partOf(word, 2), partOf(word, 0, 2).span);
  }
  return formSecrets(script, word);
}

/** `PGPASSWORD=x psql`: prefixes have no span of their own, but the first stands where the command starts. */
function prefixSecrets(script: Script, command: ShellCommand): Secret[] {
  return command.prefixes.flatMap((prefix, at) => {
    const equals = prefix.indexOf('=');
    const key = prefix.slice(0, Math.max(0, equals));
    if (equals <= 0 || !isSecretKey(key)) return [];
    const { start } = command.span;
    const span = at === 0 ? { start, end: Math.min(start + equals, command.span.end) } : command.span;
    return stated(script, key, { text: prefix.slice(equals + 1), span: command.span, unknown: false }, span);
  });
}

function formSecrets(script: Script, word: ShellWord): Secret[] {
  return secretsIn(word.text).map(({ what, start, end }) => {
    const part = partOf(word, start, end);
    return secretOf(script, what, part, part.span);
  });
}

function stated(script: Script, key: string, value: ShellWord, span: Span): Secret[] {
  return value.unknown || !looksSecret(value.text) ? [] : [secretOf(script, key, value, span)];
}

function secretOf(script: Script, key: string, value: ShellWord, span: Span): Secret {
  return {
    fact: 'secret',
    node: script.node,
    span,
    key,
    value: { kind: 'scalar', value: value.text, span: value.span },
    where: 'script',
    ...(script.contexts === undefined ? {} : { contexts: script.contexts }),
  };
}
