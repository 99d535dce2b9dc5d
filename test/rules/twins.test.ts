import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cloudformation } from '../../server/core/languages/cloudformation/index.ts';
import { applyEdits } from '../../server/core/model/span.ts';
import { keyText, type TreeNode } from '../../server/core/model/tree.ts';
import { ALL_RULES } from '../../server/core/rules/all.ts';
import { readYaml } from '../../server/core/syntax/yaml.ts';
import { checkText } from '../harness/rule-check.ts';
import { type Fence, readPage } from '../harness/spec.ts';

const FOLDER = `${import.meta.dirname}/../../docs/rules`;
const fences = readdirSync(FOLDER)
  .filter((name) => name !== 'README.md')
  .flatMap((name) =>
    readPage(readFileSync(`${FOLDER}/${name}`, 'utf8')).fences.map(
      (fence, at) => [`${name} ${at + 1}`, fence] as const,
    ),
  )
  .filter(([, { language, text }]) => language === 'cloudformation' && toJson(readYaml(text).roots[0]) !== undefined);

test.each(fences)('%s: the same template in JSON gives the same findings, and its fixes work', (_, fence) => {
  const json = `${JSON.stringify(toJson(readYaml(fence.text).roots[0]), null, 2)}\n`;
  expect(said(json, 'json', fence)).toEqual(said(fence.text, 'yaml', fence));
  for (const source of [json, json.replaceAll('\n', '\r\n')]) checkFixes(source, fence);
});

/** Every fix leaves JSON, takes its finding away and keeps the line endings. */
function checkFixes(source: string, fence: Fence): void {
  const check = (text: string) => checkText(cloudformation, text, ALL_RULES, { path: pathOf(fence, 'json') }).findings;
  const before = check(source);
  for (const found of before) {
    const count = (list: typeof before) =>
      list.filter(({ code, node }) => code === found.code && node === found.node).length;
    for (const fix of found.fixes) {
      const after = applyEdits(source, fix.edits);
      expect(() => JSON.parse(after), `${fix.title}\n${after}`).not.toThrow();
      expect(count(check(after)), fix.title).toBeLessThan(count(before));
      if (source.includes('\r\n')) expect(after.replaceAll('\r\n', ''), fix.title).not.toMatch(/[\r\n]/);
    }
  }
}

test('there are templates to compare', () => expect(fences.length).toBeGreaterThan(40));

/** JSON has no comments, and one rule says so. */
const ABOUT_NOTATION = new Set(['hotfix-marker', 'json-template-no-comments']);

function said(text: string, ending: string, fence: Fence): string[] {
  const { findings } = checkText(cloudformation, text, ALL_RULES, { path: pathOf(fence, ending) });
  return findings
    .filter(({ code }) => !ABOUT_NOTATION.has(code))
    .map(({ code, severity, node }) => `${code} ${severity} ${node}`)
    .sort();
}

function pathOf({ settings }: Fence, ending: string): string {
  return (settings.path ?? 'shop.yaml').replace(/\.ya?ml$/, `.${ending}`);
}

/** `!Ref X` is `{ "Ref": X }`, `!Sub x` is `{ "Fn::Sub": x }`. Undefined for what JSON cannot say. */
function toJson(node: TreeNode | undefined): unknown {
  if (node === undefined || node.kind === 'alias') return undefined;
  const value = plain(node);
  if (node.tag === undefined) return value;
  const name = node.tag.value.slice(1);
  if (name === 'GetAtt' && typeof value === 'string') return { 'Fn::GetAtt': value.split('.') };
  return { [name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]: value };
}

function plain(node: TreeNode): unknown {
  if (node.kind === 'list') return node.items.map(toJson);
  if (node.kind === 'map')
    return Object.fromEntries(node.entries.map((entry) => [keyText(entry), toJson(entry.value)]));
  if (node.kind === 'alias') return undefined;
  if (node.style === 'plain' && /^(?:true|false)$/.test(node.text)) return node.text === 'true';
  return node.style === 'plain' && /^\d+$/.test(node.text) ? Number(node.text) : node.text;
}
