import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFromView, readToView } from '../../client/preview/view/messages.ts';
import { shopPlan } from './shop.ts';

const asked = { uri: 'file:///a.yaml', file: 'a.yaml', base: 'HEAD', baseDetail: '', git: true };

describe('messages from the view', () => {
  it.each([
    { type: 'ready' },
    { type: 'base', base: 'merge-base' },
    { type: 'mode', mode: 'whole-environment' },
    { type: 'revealNode', id: 'Resources.A' },
    { type: 'revealWarning', index: 0 },
    { type: 'fix', index: 3 },
    { type: 'copy', step: 7, index: 0 },
    { type: 'export' },
  ])('$type is taken', (message) => {
    expect(readFromView(message)).toEqual(message);
  });
  it.each([
    undefined,
    null,
    'ready',
    [],
    { type: 'unknown' },
    { type: 'constructor' },
    { type: 'toString' },
    { type: ['ready'] },
    { type: 'base', base: 'rm -rf' },
    { type: 'mode' },
    { type: 'revealNode', id: 7 },
    { type: 'revealNode', id: 'x'.repeat(5000) },
    { type: 'revealWarning', index: -1 },
    { type: 'fix', index: 1.5 },
    { type: 'fix', index: '0' },
    { type: 'copy', step: 1 },
  ])('%j is refused', (message) => {
    expect(readFromView(message)).toBeUndefined();
  });
  it('nothing at all makes it throw', () => {
    fc.assert(fc.property(fc.anything(), (value) => void readFromView(value)));
  });
});

describe('messages to the view', () => {
  it('a plan is taken', () => {
    expect(readToView({ type: 'plan', asked, plan: shopPlan(), fixes: [{ warning: 0, title: 'x' }] })).toBeDefined();
  });
  it.each([
    { type: 'plan', asked, plan: { ...shopPlan(), schema: 'verdigris.plan/2' }, fixes: [] },
    { type: 'plan', asked, plan: { ...shopPlan(), nodes: [{ id: 1 }] }, fixes: [] },
    { type: 'plan', asked, plan: shopPlan() },
    { type: 'plan', asked: { ...asked, base: 'x' }, plan: shopPlan(), fixes: [] },
    { type: 'refused', asked },
    { type: 'start', words: { a: 1 }, language: 'en' },
    { type: 'start' },
    { type: 'cursor', node: 5 },
  ])('%# is refused', (message) => {
    expect(readToView(message)).toBeUndefined();
  });
  it('nothing at all makes it throw', () => {
    fc.assert(fc.property(fc.anything(), (value) => void readToView(value)));
  });
});
