import { describe, expect, test } from 'vitest';
import type { Fact, Script } from '../../server/core/model/fact.ts';
import { readCommands } from '../../server/core/syntax/shell.ts';
import { factsOfScript, mutates } from '../../server/core/syntax/shell-facts.ts';

function factsIn(text: string): Fact[] {
  const span = { start: 0, end: text.length };
  const script: Script = {
    fact: 'script',
    node: 'x',
    span,
    when: 'boot',
    where: 'instance',
    text,
    commands: readCommands(text),
  };
  return factsOfScript(script);
}

/** Kind, and the part of the fact that matters, in one line. */
function said(text: string): string[] {
  return factsIn(text).map((fact) => {
    const under = text.slice(fact.span.start, fact.span.end);
    if (fact.fact === 'package')
      return `package ${fact.name.value} ${fact.version.kind === 'literal' ? fact.version.value : fact.version.kind}`;
    if (fact.fact === 'os-upgrade') return `upgrade ${fact.securityOnly === true ? 'security' : 'all'}`;
    if (fact.fact === 'checkout') return `checkout ${fact.revision?.value ?? 'default'} ${fact.pinned ?? 'unknown'}`;
    if (fact.fact === 'download')
      return `download ${fact.url.value} verified=${fact.verified} executed=${fact.executed}`;
    if (fact.fact === 'image')
      return `image ${fact.registry ?? ''} ${fact.repository} ${fact.tag?.value ?? 'none'} ${fact.digest ?? ''} unknown=${fact.unknown ?? false} local=${fact.local ?? false}`;
    if (fact.fact === 'config-edit') return `edit ${fact.how} ${fact.target}`;
    if (fact.fact === 'network-rule')
      return `open ${fact.from}-${fact.to} ${fact.cidr.kind === 'scalar' ? fact.cidr.value : fact.cidr.kind}`;
    if (fact.fact === 'cloud-id') return `id ${fact.kind} ${fact.id} ${fact.setting ?? ''} ${under === fact.id}`;
    if (fact.fact === 'endpoint') return `endpoint ${fact.host} ${under === fact.host}`;
    if (fact.fact === 'remote-command') return `remote ${fact.command}`;
    if (fact.fact === 'network-mount') return `mount ${fact.target}`;
    return fact.fact;
  });
}

describe('what shell commands say', () => {
  test.each([
    ['sudo apt-get install -y nginx=1.24 jq', ['package nginx 1.24', 'package jq none']],
    ['apt-get install -y $PKG', ['package $PKG unknown']],
    ['pip install -r requirements.txt flask==2.0 requests', ['package flask 2.0', 'package requests none']],
    ['python3 -m pip install flask', ['package flask none']],
    [
      'yum install -y httpd-2.4.6 ./local.rpm',
      ['package httpd 2.4.6'.replace('httpd', 'httpd-2.4.6'), 'package ./local.rpm ./local.rpm'],
    ],
    ['apt-get install --only-upgrade -y openssl', ['package openssl none']],
    ['npm install -g pm2@latest && npm install', ['package pm2 latest']],
    ['gem install rails -v 7.0', ['package rails 7.0']],
    ['apt-get update && apt-get -y dist-upgrade', ['upgrade all']],
    [
      'yum update -y; yum update --security -y; unattended-upgrade',
      ['upgrade all', 'upgrade security', 'upgrade security'],
    ],
    ['yum -y update openssl', ['package openssl latest']],
    ['git clone https://git.shop.com/x /srv/x', ['checkout default false', 'endpoint git.shop.com true']],
    ['git clone -b v1.2.3 https://git.shop.com/x', ['checkout v1.2.3 true', 'endpoint git.shop.com true']],
    ['git clone ssh://h/x y\ncd y\ngit checkout 0a1b2c3d', ['checkout 0a1b2c3d true']],
    ['git pull', ['checkout default false']],
    ['git clone -b $TAG https://git.shop.com/x', ['checkout $TAG unknown', 'endpoint git.shop.com true']],
    [
      'curl -sSL https://get.shop.com/i.sh | bash',
      ['download https://get.shop.com/i.sh verified=false executed=true', 'endpoint get.shop.com true'],
    ],
    [
      'wget https://d.shop.com/a.tgz\nsha256sum -c a.sum',
      ['download https://d.shop.com/a.tgz verified=true executed=false', 'endpoint d.shop.com true'],
    ],
    ['curl http://169.254.169.254/latest/meta-data/ -o id', ['endpoint 169.254.169.254 true']],
    ['curl -X POST https://hook.shop.com/x', ['endpoint hook.shop.com true']],
    ['docker run -d -p 80:80 --name web shop/web:1.2', ['image  shop/web 1.2  unknown=false local=false']],
    [
      'docker pull registry.local:5000/shop/web',
      ['image registry.local:5000 shop/web none  unknown=false local=false'],
    ],
    ['docker run a/b@sha256:0f', ['image  a/b none sha256:0f unknown=false local=false']],
    [
      'docker run shop/web:$V; docker run $IMAGE',
      ['image  shop/web $V  unknown=true local=false', 'image  $IMAGE none  unknown=true local=false'],
    ],
    ['docker build -t shop/web . && docker run shop/web', ['image  shop/web none  unknown=false local=true']],
    [
      'sed -i s/a/b/ /etc/app.conf; echo x >> /etc/rc.local; render > /etc/x.conf',
      ['edit in-place /etc/app.conf', 'edit in-place /etc/rc.local', 'edit whole-file /etc/x.conf'],
    ],
    ['echo x >> /var/log/boot.log; sed -i s/a/b/ $F', []],
    ['mount -t nfs nas:/data /mnt', ['mount nas:/data']],
    ["ssh app1 'service x restart'", ['remote service x restart']],
    ['aws ec2 authorize-security-group-ingress --protocol tcp --port 22 --cidr 0.0.0.0/0', ['open 22-22 0.0.0.0/0']],
    ['ufw allow OpenSSH', ['open 22-22 0.0.0.0/0']],
    ['iptables -A INPUT -p tcp --dport 22 -j ACCEPT', ['open 22-22 0.0.0.0/0']],
    [
      'aws ec2 x --subnet-id subnet-0a1b2c3d --ids="sg-0b215a6f"',
      ['id subnet subnet-0a1b2c3d --subnet-id true', 'id security-group sg-0b215a6f  false'],
    ],
    ['mysql -h db.abc.eu-west-1.rds.amazonaws.com', ['endpoint db.abc.eu-west-1.rds.amazonaws.com true']],
    ['cfn-signal -e 0', ['verification']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

test.each([
  ['wget -q -O - http://169.254.169.254/latest/meta-data/instance-id', false],
  ['cat /etc/hostname | grep x', false],
  ['systemctl status nginx', false],
  ['sudo sed -i s/a/b/ /etc/app.conf', true],
  ['systemctl restart nginx', true],
  ['echo x > /etc/motd', true],
  ['echo x > /dev/null', false],
  ['./deploy.sh', undefined],
  ['curl -s http://localhost/health', false],
])('does `%s` change the machine: %s', (text, expected) => {
  expect(mutates(readCommands(text))).toBe(expected);
});
