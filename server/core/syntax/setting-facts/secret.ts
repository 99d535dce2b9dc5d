/** Names whose value must not be readable. Names of places, references and switches about secrets are none. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const last = words.at(-1) ?? '';
  if (NOT_THE_SECRET.has(last)) return false;
  const text = words.join('_');
  return /(?:^|_)(?:password|passwd|passphrase|pwd|secret|token|apikey|api_key|secret_key|access_key|private_key|auth_token|credential|credentials)$/.test(
    text,
  );
}

const NOT_THE_SECRET = new Set([
  'arn',
  'id',
  'name',
  'path',
  'file',
  'length',
  'policy',
  'enabled',
  'rotation',
  'ttl',
  'url',
  'type',
  'version',
  'user',
  'username',
  'expiration',
  'days',
  'age',
]);

/** Long enough, and no reference, placeholder or switch. */
export function isSecretText(text: string): boolean {
  const value = text.trim();
  if (
    value.length < 4 ||
    /^(?:true|false|yes|no|none|null|default|required|enabled|disabled|optional|prompt|\*+|x+|changeme|change_me|replace_?me|todo)$/i.test(
      value,
    )
  )
    return false;
  if (/[{}<>$%]|^arn:|^\/|^ssm:|^vault:|^secretsmanager:|^alias\/|^file:|^https?:/.test(value)) return false;
  return !/\s/.test(value);
}
