import { describe, expect, it } from 'vitest';
import type { Fact, FactKind, FactOf, Script } from '../../server/core/model/fact.ts';
import { readCommands } from '../../server/core/syntax/shell.ts';
import { factsOfScript } from '../../server/core/syntax/shell-facts.ts';

function factsIn<K extends FactKind>(text: string, kind: K): readonly FactOf<K>[] {
  const commands = readCommands(text);
  const span = { start: 0, end: text.length };
  const script: Script = { fact: 'script', node: 'x', span, when: 'boot', where: 'instance', text, commands };
  return factsOfScript(script).filter((fact: Fact): fact is FactOf<K> => fact.fact === kind);
}

describe('secrets in a script', () => {
  // Put together here, so that no scanner takes this file for a leak.
  const key = `${'AK'}IA${'ABCDEFGHIJ234567'}`;
  it.each([
    ['export DB_PASSWORD=hunter22', 'DB_PASSWORD'],
    ['API_TOKEN="abc123def"', 'API_TOKEN'],
    ['PGPASSWORD=s3cretive psql -h db', 'PGPASSWORD'],
    ['docker run -e MYSQL_ROOT_PASSWORD=hunter22 mysql:8', 'MYSQL_ROOT_PASSWORD'],
    ['aws rds create-db-instance --master-user-password hunter22', '--master-user-password'],
    ['mysql -u root -phunter22 shop', '-p'],
    [`echo ${key} > f`, key],
    ['psql postgres://app:hunter22@db/shop', 'hunter22'],
    ['cat > f <<EOF\nurl=amqp://app:hunter22@mq\nEOF', 'hunter22'],
  ])('%j', (text, under) => {
    expect(factsIn(text, 'secret').map(({ span }) => text.slice(span.start, span.end))).toEqual([under]);
  });

  it.each([
    'export DB_PASSWORD=$PASSWORD',
    'export DB_PASSWORD="$(aws ssm get-parameter --name x)"',
    'export DB_PASSWORD=changeme',
    'export DB_PASSWORD_FILE=/run/secrets/db',
    'export DB_PASSWORD=',
    'export KEY_NAME=abcdefgh',
    'aws rds create-db-instance --master-user-password arn:aws:secretsmanager:x',
    'psql postgres://app:$PW@db/shop',
    'curl https://user@host/x:y@z',
    'export DB_PASSWORD=\ue000PW\ue001',
    'mysql -u root -p shop',
    'git clone ssh://git@host:22/x',
  ])('is silent about %j', (text) => expect(factsIn(text, 'secret')).toEqual([]));
});

describe('downloads that are run at once', () => {
  it.each([
    ['sh -c "$(curl -fsSL https://x.org/i.sh)"', true],
    ['bash <(curl -s https://x.org/i.sh)', true],
    ['source <(curl -s https://x.org/i.sh)', true],
    ['eval "$(curl -s https://x.org/i.sh)"', true],
    ['curl -s https://x.org/i.sh | sudo -E bash -', true],
    ['curl -o i.sh https://x.org/i.sh && chmod +x i.sh && ./i.sh', true],
    ['curl -o a.tgz https://x.org/a.tgz', false],
  ])('%j', (text, executed) => {
    expect(
      factsIn(text, 'download').map((fact) => [fact.url.value.startsWith('https://x.org/'), fact.executed]),
    ).toEqual([[true, executed]]);
  });

  it('takes a value that is only asked for as no download', () => {
    expect(factsIn('ID=$(curl -s https://x.org/id); echo $ID', 'download')).toEqual([]);
  });
});

describe('state and file systems', () => {
  it.each([
    ['mkfs.ext4 /dev/xvdf && mount /dev/xvdf /data', ['/dev/xvdf', '/data']],
    ['mkdir -p /var/lib/mysql /var/log/x', ['/var/lib/mysql']],
    ['docker run -v /srv/db:/var/lib/postgresql/data postgres:15', ['/srv/db:/var/lib/postgresql/data']],
    ['docker run -v /srv/conf:/etc/x web', []],
    ['mount -t tmpfs tmpfs /run/x', []],
  ])('%j', (text, paths) => expect(factsIn(text, 'local-state').map(({ path }) => path)).toEqual(paths));

  it.each([
    ['s3fs bucket /mnt -o iam_role=auto', ['bucket']],
    ['mount -t nfs4 -o nfsvers=4.1 fs-1.efs.eu-west-1.amazonaws.com:/ /mnt', ['fs-1.efs.eu-west-1.amazonaws.com:/']],
    ['echo "fs-1:/ /mnt nfs4 defaults 0 0" >> /etc/fstab', ['fs-1:/']],
    ['cat >> /etc/fstab <<EOF\nnas:/x /mnt nfs rw 0 0\nEOF', ['nas:/x']],
    ['echo "/dev/xvdf /data ext4 defaults 0 0" >> /etc/fstab', []],
  ])('%j', (text, targets) => expect(factsIn(text, 'network-mount').map(({ target }) => target)).toEqual(targets));
});

describe('commands on other machines', () => {
  it.each([
    ["ssh -i key app@h 'systemctl restart x'", true],
    ["ssh h 'cat /etc/hosts | grep x'", false],
    ['ssh h ./deploy.sh', undefined],
    ['ssh h <<EOF\nrm -rf /srv/x\nEOF', true],
  ])('%j', (text, mutates) => expect(factsIn(text, 'remote-command').map((fact) => fact.mutates)).toEqual([mutates]));

  it('takes a login without a command as none', () => expect(factsIn('ssh h', 'remote-command')).toEqual([]));
});
