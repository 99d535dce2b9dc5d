import { describe, expect, it } from 'vitest';
import { isSecretKey, looksSecret, secretsIn } from '../../server/core/model/secret.ts';

describe('isSecretKey', () => {
  it.each([
    'DB_PASSWORD',
    'dbPassword',
    'MasterUserPassword',
    '--master-user-password',
    'API_KEY',
    'apiToken',
    'AWS_SECRET_ACCESS_KEY',
    'SECRET_KEY_BASE',
    'smtp.pass',
    'clientSecret',
  ])('%s is one', (key) => expect(isSecretKey(key)).toBe(true));
  it.each([
    'password_file',
    'PasswordLength',
    'KeyName',
    'SSH_PUBLIC_KEY',
    'KmsKeyId',
    'token_ttl',
    'SecretArn',
    'secretName',
    'SecretsManagerEndpoint',
    'bypass',
    'compass',
    'AccessKeyId',
    'keyboard',
    'monkey',
    'no_log_password_prompt',
    '',
    'NoEcho',
  ])('%j is none', (key) => expect(isSecretKey(key)).toBe(false));
});

describe('looksSecret', () => {
  it.each(['hunter22', 'correct-horse', 'S3cr3t!', 'abc/def+ghi=', '12345678'])('%j may be one', (text) =>
    expect(looksSecret(text)).toBe(true),
  );
  it.each([
    '',
    'abc',
    'changeme',
    'CHANGE_ME',
    'example-password',
    'your-password',
    'xxxx',
    '****',
    '{PASSWORD}',
    '{{ vault_password }}',
    '${PASSWORD}',
    '$PW',
    'arn:aws:secretsmanager:eu-west-1:1:secret:x',
    '{{resolve:ssm:x}}',
    '/run/secrets/db',
    'true',
    'null',
    '3306',
    '<password>',
    'var.password',
    'two words',
    'vault:secret/x',
    'https://host/path',
  ])('%j is none', (text) => expect(looksSecret(text)).toBe(false));
});

describe('secretsIn', () => {
  const key = `${'AK'}IA${'ABCDEFGHIJ234567'}`;
  it('finds what shows itself, at its place', () => {
    const text = `id ${key}, postgres://app:hunter22@db/x and ${'-----BEGIN'} RSA PRIVATE KEY-----`;
    expect(secretsIn(text).map(({ what, start, end }) => [what, text.slice(start, end)])).toEqual([
      ['AWS access key', key],
      ['password in an address', 'hunter22'],
      ['private key', '-----BEGIN RSA PRIVATE KEY-----'],
    ]);
  });
  it('takes examples and references as none', () => {
    expect(
      secretsIn(
        `${'AK'}IAIOSFODNN7EXAMPLE http://u:$PW@h ssh://git@h:22/x https://h/a:b@c ${'-----BEGIN'} PUBLIC KEY-----`,
      ),
    ).toEqual([]);
  });
  it('is quick on long texts', () => {
    const start = performance.now();
    for (const part of ['AKIA', 'xoxb-', '://a:', '-----BEGIN A', 'ghp_', 'github_pat_'])
      secretsIn(part.repeat(20_000));
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
