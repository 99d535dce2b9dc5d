import { describe, expect, test } from 'vitest';
import { actionsAt, safeEdits } from '../../server/core/service/fixes.ts';
import { planOf } from '../../server/core/service/plan.ts';
import { createWorkspace } from '../../server/core/service/workspace.ts';
import { data } from '../harness/rule-check.ts';

/** A file of each language in which everything that has a name has this one. */
const FILES: Readonly<Record<string, (name: string) => string>> = {
  'template.yaml': (n) => `AWSTemplateFormatVersion: "2010-09-09"
${n}: {a: 1}
Parameters: {${n}: {Type: ${n}, ${n}: 1}}
Conditions: {${n}: {Fn::Equals: [!Ref ${n}, ${n}]}, x: {${n}: [a]}}
Mappings: {${n}: {${n}: {${n}: x}}}
Resources:
  ${n}: {Type: AWS::S3::Bucket, Condition: ${n}, DeletionPolicy: ${n}, Properties: {BucketName: !Sub "\${${n}.${n}}", ${n}: 1}}
  B: {Type: ${n}, Properties: {${n}: !FindInMap [${n}, ${n}, ${n}]}, UpdatePolicy: {${n}: 1}, DependsOn: ${n}}
  C: {Type: "AWS::EC2::Instance", Properties: {UserData: {"Fn::${n}": x}, ImageId: {${n}: y}}}
  D: {Type: AWS::Serverless::Function, Properties: {Events: {${n}: {Type: ${n}}}}}
Outputs: {${n}: {Value: !GetAtt ${n}.${n}}}
`,
  'shop.macfile': (n) => `mac: 0.9.0
description: x
name: ${n}
version: "1"
${n}: 1
roles:
  ${n}: {${n}: 1, instance create: {${n}: 1, environment: [{${n}: ${n}}]}}
actions: {${n}: {ssh: ${n}}, b: {${n}: x}}
resources: {${n}: {create bash: echo param.${n}}, r2: {${n} bash: x}}
infrastructures:
  ${n}: {provider: ${n}, name: ${n}, role: ${n}, hardware: ${n}, location: ${n}, ${n}: 1}
  three: {resource: ${n}.${n}, action: ${n}}
`,
  'site.yml': (n) => `- hosts: ${n}
  ${n}: 1
  vars: {${n}: "{{ ${n} | ${n}(${n}) }}"}
  roles: [${n}, {role: ${n}, ${n}: 1}]
  tasks:
    - {name: "${n} {{ ${n}.${n} }}", ${n}: x, notify: ${n}, when: ${n} is ${n}}
    - ansible.builtin.file: {${n}: x, state: ${n}, path: "{{ lookup('${n}') }}"}
    - ${n}.${n}.${n}: {}
    - amazon.aws.ec2_instance: {${n}: 1, name: ${n}} # noqa: ${n}
`,
  'main.tf': (n) => `resource "${n}" "${n}" {
  ${n} = var.${n}
  provisioner "${n}" { ${n} = 1 }
}
resource "aws_instance" "${n}" {
  ami = ${n}(local.${n})
  ${n} { ${n} = data.${n}.${n}.${n} }
}
variable "${n}" { type = "${n}" }
locals { ${n} = provider::${n}::${n}(each.${n}, path.${n}) }
module "${n}" { source = "./${n}" }
provider "${n}" { ${n} = 1 }
${n} "x" {}
terraform {
  backend "${n}" { ${n} = 1 }
  required_providers { ${n} = { source = "${n}/${n}" } }
}
`,
  'main.tf.json': (n) =>
    `{"resource":{"${n}":{"${n}":{"${n}":1}}},"${n}":{"${n}":1},"locals":{"${n}":"\${local.${n}}"}}`,
  '.verdigris.yaml': (n) => `profile: ${n}
rules: {${n}: {severity: ${n}}, no-latest-tag: ${n}}
suppressions: [{path: ${n}, rule: ${n}, reason: ${n}}]
overrides: [{files: ${n}, rules: {${n}: off}}]
`,
};

describe.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
  '%s is a name like any other',
  (n) => {
    test.each(Object.keys(FILES))('in %s', (file) => {
      const faults: string[] = [];
      const workspace = createWorkspace({ data, today: () => '2026-11-24', log: (message) => faults.push(message) });
      workspace.setFolders(['/w']);
      for (const [each, text] of Object.entries(FILES)) workspace.open(`/w/${each}`, text(n));
      const path = `/w/${file}`;
      const said = workspace.check(path).findings.map(({ message }) => message);
      const length = workspace.text(path)?.length ?? 0;
      actionsAt(workspace, path, { start: 0, end: length });
      safeEdits(workspace, path, 'confirm');
      planOf(workspace, { path, greenKind: 'file' });
      const opened = workspace.opened(path);
      for (let at = 0; opened && at < length; at += 2) {
        const { language, reading, around } = opened;
        said.push(language.hover?.(reading, at, around)?.markdown ?? '');
        said.push(...(language.complete?.(reading, at, around) ?? []).map(({ label }) => label));
        language.definition?.(reading, at, around);
      }
      expect(faults).toEqual([]);
      expect(said.filter((one) => /native code|\[object Object\]/.test(one))).toEqual([]);
      expect(file === '.verdigris.yaml' || said.length > 0).toBe(true);
    });
  },
);
