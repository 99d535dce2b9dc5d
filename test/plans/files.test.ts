import { expect, test } from 'vitest';
import type { Fact } from '../../server/core/model/fact.ts';
import { LineIndex } from '../../server/core/model/lines.ts';
import { plan, planFixes, planWarningsAsFindings, type UnitFacts } from '../../server/core/planner/index.ts';
import { unit } from './build.ts';

/** A unit of two files: everything called `far` stands in `far.tf`, six lines further down. */
function spread(ami: string): UnitFacts {
  const whole = unit('terraform', {
    resources: {
      'aws_instance.near': { type: 'aws_instance', settings: { ami } },
      'aws_instance.far': {
        type: 'aws_instance',
        settings: { ami },
        needs: ['aws_instance.near'],
      },
    },
  });
  const facts = whole.facts.map((fact) => (fact.node === 'aws_instance.far' ? { ...fact, file: 'far.tf' } : fact));
  const far = new LineIndex(`${'\n'.repeat(6)}${'x'.repeat(200)}`);
  const farAt = ({ start, end }: { start: number; end: number }) => far.rangeOf({ start: start + 6, end: end + 6 });
  return { ...whole, facts, rangeOf: (span, path) => (path === 'far.tf' ? farAt(span) : whole.rangeOf(span)) };
}

const green = spread('ami-2');
const result = plan({ green, blue: spread('ami-1'), replacement: () => ({ forces: 'yes', via: 'in a test' }) });

test('every node, edge and warning points into the file that states it', () => {
  expect(result.nodes.map(({ label, source }) => [label, source.path])).toEqual([
    ['aws_instance.near', 'green.terraform'],
    ['aws_instance.far', 'far.tf'],
  ]);
  expect(result.nodes[1]?.source.range.start.line).toBe(6);
  expect(result.edges[0]?.source?.path).toBe('far.tf');
  const places = new Set(result.warnings.map(({ node, source }) => `${node} ${source.path}`));
  expect(places).toContain('aws_instance.far far.tf');
});

test('findings are for the main file alone, fixes say which file they are for', () => {
  const findings = planWarningsAsFindings(result, green);
  expect(findings.length).toBeGreaterThan(0);
  expect(findings.map(({ node }) => node)).not.toContain('aws_instance.far');
  const fixed = planFixes(result, green, () => '').map(({ warning = -1, file }) => [
    result.warnings[warning]?.node,
    file,
  ]);
  expect(fixed).toContainEqual(['aws_instance.far', 'far.tf']);
  expect(fixed).toContainEqual(['aws_instance.near', undefined]);
});

test('two things of one name in two files stay two', () => {
  const twice = unit('terraform', { resources: { 'aws_vpc.main': { type: 'aws_vpc' } } });
  const copies = twice.facts.flatMap((fact): readonly Fact[] => {
    return fact.fact === 'resource' ? [fact, { ...fact, file: 'far.tf' }] : [fact];
  });
  const ids = plan({ green: { ...twice, facts: copies } }).nodes.map(({ id }) => id);
  expect(ids).toEqual(['aws_vpc.main', 'far.tf#aws_vpc.main']);
});
