import { expect, test } from 'vitest';
import { ALL_RULES } from '../../server/core/rules/all.ts';
import { runRules } from '../../server/core/rules/run.ts';
import { data, languageCalled } from '../harness/rule-check.ts';

/** Files of about a thousand lines, of what rules look at most. */
const TEMPLATE = `Resources:\n${Array.from(
  { length: 60 },
  (_, i) => `  Web${i}:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        ImageId: ami-0abc123${i % 10}
        UserData:
          Fn::Base64: |
            #!/bin/bash
            yum install -y httpd
            git clone https://git.shop.com/shop /srv/shop
            systemctl start httpd
  Table${i}:
    Type: AWS::DynamoDB::Table
  Lb${i}:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Name: lb-${i}
`,
).join('')}`;

const MACFILE = `mac: 1.0.8\ndescription: Shop\nname: shop\nversion: '1.0'\nresources:\n${Array.from(
  { length: 330 },
  (_, i) => `  lb${i}:\n    create bash: aws elb create-load-balancer --load-balancer-name lb-${i}\n`,
).join('')}infrastructures:\n${Array.from({ length: 330 }, (_, i) => `  lb${i}:\n    resource: lb${i}\n`).join('')}`;

const PLAYBOOK = `- hosts: web\n  tasks:\n${Array.from(
  { length: 90 },
  (_, i) => `    - name: Install ${i}
      ansible.builtin.apt: { name: nginx${i}, state: latest }
    - name: Configure ${i} # once
      ansible.builtin.template: { src: a.j2, dest: /etc/a${i}.conf, mode: "0644" }
      when: inventory_hostname == "web${i}"
    - name: Start ${i}
      community.docker.docker_container:
        name: web${i}
        image: shop/web:latest
        env: { DB_HOST: 10.0.0.${i} }
    - ansible.builtin.shell: nohup /srv/x${i} &
`,
).join('')}`;

const MODULE = Array.from(
  { length: 60 },
  (_, i) => `resource "aws_launch_template" "web${i}" {
  image_id      = "ami-0abc123${i % 10}"
  instance_type = terraform.workspace == "prod" ? "m5.large" : "t3.micro"
  user_data     = "yum install -y httpd"
}
# The group of the shop ${i}
resource "aws_autoscaling_group" "web${i}" {
  min_size = 1
  max_size = 2
  launch_template {
    id      = aws_launch_template.web${i}.id
    version = "$Latest"
  }
}
resource "aws_db_instance" "db${i}" {
  engine = "postgres"
}
`,
).join('');

test.each([
  ['cloudformation', TEMPLATE],
  ['macfile', MACFILE],
  ['ansible', PLAYBOOK],
  ['terraform', MODULE],
])('all rules take at most 20 ms of processor time for a thousand lines of %s', (id, text) => {
  const language = languageCalled(id);
  if (language === undefined) throw new Error(id);
  const reading = language.read({ path: 'shop', text }, data);
  const project = { reading: () => undefined, paths: () => [], text: () => undefined, missing: () => true };
  const facts = language.facts(reading, { project, data });
  const thousands = text.split('\n').length / 1000;
  const times = Array.from({ length: 9 }, () => {
    const before = process.cpuUsage();
    const found = runRules(ALL_RULES, facts, { log: (line) => expect.fail(line), faults: new Map() });
    expect(found.length).toBeGreaterThan(100);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / thousands;
  });
  expect(Math.min(...times)).toBeLessThan(20);
});
