/** What can be told of a secret from its name and look: no entropy, no guessing. A placeholder or a reference is never one. */

/** Whether a key names something secret: `DB_PASSWORD`, `apiToken`, `--master-user-password`; not `password_file`, `KeyName`, `token_ttl`. */
export function isSecretKey(key: string): boolean {
  if (key.length > 200) return false;
  const known = judged.get(key);
  if (known !== undefined) return known;
  if (judged.size >= MOST_JUDGED) judged.clear();
  const secret = isSecretName(key);
  judged.set(key, secret);
  return secret;
}

/** A file says the same few keys a thousand times. */
const judged = new Map<string, boolean>();
const MOST_JUDGED = 2000;

function isSecretName(key: string): boolean {
  const words = wordsOf(key);
  const last = words.at(-1) ?? '';
  if (words.length === 0 || ABOUT.has(last) || words.some((word) => NEVER.has(word))) return false;
  if (words.some((word) => SECRET.has(word))) return true;
  return words.some((word, i) => word === 'key' && KEYS.has(words[i - 1] ?? '')) && last === 'key';
}

/** Words of `DB_PASSWORD`, `dbPassword`, `db-password`, `db.password`, in lower case. */
function wordsOf(key: string): readonly string[] {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

const SECRET = new Set([
  ...[
    'password',
    'passwd',
    'passphrase',
    'passwort',
    'pwd',
    'pass',
    'pw',
    'dbpassword',
    'dbpass',
    'pgpassword',
    'mysqlpwd',
  ],
  ...['secret', 'token', 'credential', 'credentials', 'apikey', 'secretkey', 'accesskey', 'authtoken', 'privatekey'],
]);

/** `key` alone names too many harmless things. */
const KEYS = new Set([
  'api',
  'private',
  'secret',
  'access',
  'auth',
  'encryption',
  'master',
  'signing',
  'account',
  'storage',
  'license',
  'ssh',
  'deploy',
  'hmac',
]);

/** As the last word they say that the value is about a secret, not the secret. */
const ABOUT = new Set(
  'arn arns file files path paths dir name names id ids ref refs url uri endpoint host port user username length size ttl policy policies expiry expiration expires age days hours seconds minutes timeout version versions enabled enable disabled required type types count label labels field parameter parameters param manager provider store class rotation rotate algorithm method mode format prefix suffix hash hashes lookup plugin validation regex pattern min max reset hint prompt source from template recipient audience issuer scope scopes use update change'.split(
    ' ',
  ),
);
const NEVER = new Set([
  'public',
  'tokenize',
  'tokenizer',
  'bypass',
  'passthrough',
  'passive',
  'no',
  'generate',
  'random',
]);

/** Longest value that is looked at. */
const LONGEST = 8_192;

/** Whether a literal can be a real secret: no placeholder, no reference to a store, no expression, no switch. */
export function looksSecret(value: string): boolean {
  const text = value.trim();
  if (text.length < 4 || text.length > LONGEST) return false;
  if (/[{}$`<>%]|\s/.test(text) && !text.includes('-----BEGIN')) return false;
  const low = text.toLowerCase();
  if (FILLERS.has(low) || /^(.)\1+$/.test(text) || REFERENCE.test(low)) return false;
  if (PLACEHOLDERS.some((part) => low.includes(part)) || FAKE.some((start) => low.startsWith(start))) return false;
  return !/^(?:\d{1,5}|\d+\.\d+)$/.test(text);
}

const FILLERS = new Set(
  'true false none null nil undefined yes no on off required optional password passwd secret token key credential credentials string text value dummy test testing fake mock sample redacted masked hidden omitted unset empty default todo fixme tbd pass default-token'.split(
    ' ',
  ),
);
const PLACEHOLDERS = [
  ...['change-me', 'change_me', 'changeme', 'changeit', 'example', 'placeholder', 'xxx', '***', '...'],
  ...['replaceme', 'replace-me', 'replace_me', 'replace-this', 'replace_this', 'replace-with', 'replace_with'],
  ...[
    'your-',
    'your_',
    'my-password',
    'my_password',
    'my-secret',
    'my_secret',
    'my-token',
    'my_token',
    'insert-',
    'insert_',
  ],
];
const FAKE = ['dummy', 'fake', 'todo'];

/** The value lives somewhere else. */
const REFERENCE =
  /^(?:arn:|vault:|ssm:|aws-?secret|secretsmanager:|sops:|enc\[|op:\/\/|file:|env:|ref:|kms:|!|\/[\w./-]+$|\.{1,2}\/|~\/|https?:\/\/[^@]*$|projects\/|var\.|local\.|data\.|module\.)/;

export interface FoundSecret {
  /** What it is, for the message; the value itself is never shown. */
  readonly what: string;
  readonly start: number;
  readonly end: number;
}

/** Forms that are secret whatever they are called; each begins with letters of its own. */
const FORMS: readonly (readonly [string, RegExp])[] = [
  ['AWS access key', /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g],
  ['GitHub token', /(?<![A-Za-z0-9_])(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50,90})(?![A-Za-z0-9_])/g],
  ['GitLab token', /(?<![A-Za-z0-9_])glpat-[A-Za-z0-9_-]{20}(?![A-Za-z0-9_-])/g],
  ['Slack token', /(?<![A-Za-z0-9_])xox[abprs]-[0-9A-Za-z-]{20,90}/g],
  ['Stripe key', /(?<![A-Za-z0-9_])[rs]k_live_[0-9A-Za-z]{16,99}/g],
  ['Google API key', /(?<![A-Za-z0-9_])AIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/g],
  ['private key', /-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY-----/g],
];

/** No form and no address is in a text without one of these. */
const SIGNS = /AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox|k_live_|AIza|PRIVATE KEY|:\/\//;

/** Secrets that show themselves by their form anywhere in a text, and passwords inside addresses. */
export function secretsIn(text: string): readonly FoundSecret[] {
  if (text.length > 200_000 || !SIGNS.test(text)) return [];
  const found = FORMS.flatMap(([what, form]) =>
    [...text.matchAll(form)]
      .filter(({ 0: match }) => !match.includes('EXAMPLE'))
      .map(({ 0: match, index }) => ({ what, start: index, end: index + match.length })),
  );
  return [...found, ...addressPasswords(text)].sort((a, b) => a.start - b.start);
}

/** `postgres://user:password@host`. */
function addressPasswords(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const rest = /^[A-Za-z0-9._-]{1,64}:([^\s@/:'"]{1,128})@/.exec(text.slice(at + 3, at + 220));
    const password = rest?.[1];
    if (!rest || password === undefined || !looksSecret(password)) continue;
    const end = at + 3 + rest[0].length - 1;
    found.push({ what: 'password in an address', start: end - password.length, end });
  }
  return found;
}
