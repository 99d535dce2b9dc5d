import { describe, expect, test } from 'vitest';
import { type HclBlock, readHcl } from '../../../server/core/syntax/hcl.ts';
import { AFTER_FAULT, TYPING_FAULTS } from './faults.ts';

function blocks(text: string): readonly HclBlock[] {
  return readHcl(text).body.items.filter((item): item is HclBlock => item.kind === 'block');
}

describe('half-typed files', () => {
  test.each(Object.entries(TYPING_FAULTS))('%s keeps what follows', (_, fault) => {
    const text = fault.replace('|', '') + AFTER_FAULT;
    const found = blocks(text);
    const resource = found.find(({ labels }) => labels[1]?.value === 'good');
    const variable = found.find(({ type }) => type.value === 'variable');
    expect(readHcl(text).problems.length).toBeGreaterThan(0);
    expect(resource?.body.items.map((item) => item.kind === 'attribute' && item.name.value)).toEqual(['name']);
    expect(variable?.body.items.map((item) => item.kind === 'attribute' && item.name.value)).toEqual(['type']);
  });
});
