import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type PlanInput, plan, render } from '../../server/core/planner/index.ts';
import { STYLE, STYLE_HASH } from '../../server/core/planner/render/style.ts';
import { type Given, unit } from './build.ts';
import { shop } from './golden-3.ts';
import { fixture, inputOf } from './real.ts';

const golden1 = plan(inputOf('cloudformation', fixture('golden-1/green.yaml'), fixture('golden-1/blue.yaml')));
const golden3 = plan({ green: shop('15'), blue: shop('14', 'blue.macfile') });

/** Names that try to get out of every form. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "';alert(1);//",
  '`code` | cell',
  '[link](javascript:alert(1))',
  'end"]:::x',
  'a\nb',
  '</style>',
  '${x}',
  '&lt;b&gt;',
  '--> <!--',
  '# heading',
];

function hostile(): PlanInput {
  const resources = (image: string): Record<string, Given> =>
    Object.fromEntries(
      HOSTILE.map((name) => [
        name,
        {
          type: 'AWS::EC2::Instance',
          settings: { ImageId: `${image}${name}` },
          names: { [name]: name },
        } satisfies Given,
      ]),
    );
  const language = 'cloudformation';
  return { green: unit(language, { resources: resources('2') }), blue: unit(language, { resources: resources('1') }) };
}

describe('html', () => {
  const page = render(golden1, 'html');

  test('allows nothing but its own style sheet', () => {
    const hash = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;
    expect(STYLE_HASH).toBe(hash);
    expect(page).toContain(`content="default-src 'none'; style-src '${hash}'; base-uri 'none'; form-action 'none'"`);
    expect(page).toContain(`<style>${STYLE}</style>`);
  });

  test('has no script, no attribute with a style or a handler, nothing remote', () => {
    for (const text of [page, render(plan(hostile()), 'html')]) {
      expect(text).not.toMatch(/<script|<iframe|<img|<link|javascript:[^)]*"|\sstyle=|<[^>]*\son\w+=|https?:\/\//i);
    }
  });

  test('says the sentence, every resource and every step', () => {
    expect(page).toContain(golden1.summary);
    for (const node of golden1.nodes) expect(page).toContain(`<th scope="row">${node.label}</th>`);
    expect(page.match(/<dt>Roll back<\/dt>/g)).toHaveLength(golden1.steps.length);
    expect(page).toContain('From here there is no way back');
  });
});

describe('markdown', () => {
  test('one row per resource, one number per step, the line of no return before its step', () => {
    const text = render(golden3, 'markdown');
    expect(text.split('\n').filter((line) => line.startsWith('| ')).length).toBe(golden3.nodes.length + 1);
    expect(text.match(/^\d+\. /gm)).toHaveLength(7);
    expect(text).toMatch(/there is no way back ---\*\*\n\n7\. \*\*retire\*\*/);
    expect(text).toContain('`mac infrastructure destroy shop 14`');
  });

  test('names cannot become mark-up, and rows stay rows', () => {
    const text = render(plan(hostile()), 'markdown');
    expect(text.split('\n').filter((line) => line.startsWith('| ')).length).toBe(HOSTILE.length + 1);
    const outside = text.replace(/(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, '');
    expect(outside).not.toMatch(/(^|[^\\])<(script|img)/m);
    expect(outside).not.toMatch(/[^\\]\[link\]\(/);
  });

  test('as a runbook every step has a box', () => {
    expect(render(golden1, 'runbook').match(/^- \[ \] \d+\. /gm)).toHaveLength(12);
  });

  test('nothing to deploy is said', () => {
    const input = inputOf('cloudformation', fixture('golden-1/green.yaml'), fixture('golden-1/green.yaml'));
    expect(render(plan(input), 'markdown')).toContain('Nothing to deploy');
  });
});

describe('mermaid', () => {
  test('draws lanes, copies, the gate and the steps', () => {
    const text = render(golden1, 'mermaid');
    expect(text.startsWith('flowchart LR\n')).toBe(true);
    for (const part of ['subgraph blue', 'subgraph shared', 'subgraph green', 'subgraph steps', ':::gate']) {
      expect(text).toContain(part);
    }
    expect(text.match(/subgraph /g)?.length).toBe(text.match(/^ {2}end$/gm)?.length);
  });

  test('labels hold nothing that ends them', () => {
    const text = render(plan(hostile()), 'mermaid');
    const labels = [...text.matchAll(/\["(.*)"\]/g)].map(([, label]) => label);
    expect(labels.length).toBeGreaterThan(HOSTILE.length);
    for (const label of labels) expect(label).not.toMatch(/["<>[\]{}`]/);
  });
});

describe('sarif', () => {
  const log = JSON.parse(render(golden1, 'sarif'));
  const [run] = log.runs;

  test('says every warning once, with its rule, place and fingerprint', () => {
    expect(log.version).toBe('2.1.0');
    expect(run.results).toHaveLength(golden1.warnings.length);
    for (const result of run.results) {
      expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(result.locations[0].physicalLocation.region.startLine).toBeGreaterThan(0);
      expect(result.partialFingerprints['verdigrisPlan/v1']).toMatch(/^[0-9a-f]{16}$/);
    }
    const prints = run.results.map((result: { partialFingerprints: object }) =>
      JSON.stringify(result.partialFingerprints),
    );
    expect(new Set(prints).size).toBe(prints.length);
  });

  test('a fingerprint survives moved lines', () => {
    const moved = inputOf(
      'cloudformation',
      `# a line\n${fixture('golden-1/green.yaml')}`,
      fixture('golden-1/blue.yaml'),
    );
    const other = JSON.parse(render(plan(moved), 'sarif')).runs[0].results;
    expect(other.map((result: { partialFingerprints: object }) => result.partialFingerprints)).toEqual(
      run.results.map((result: { partialFingerprints: object }) => result.partialFingerprints),
    );
  });
});
