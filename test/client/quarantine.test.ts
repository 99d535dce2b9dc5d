import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Quarantine } from '../../client/quarantine.ts';

const POISON = 'file:///w/poison.tf';
const OTHER = 'file:///w/other.tf';

describe('a document that ends the server', () => {
  let lost: string[];
  let quarantine: Quarantine;
  beforeEach(() => {
    vi.useFakeTimers();
    lost = [];
    quarantine = new Quarantine((uri) => lost.push(uri));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('is held back the second time, and no other one', () => {
    quarantine.mayJudge(POISON);
    expect(quarantine.ended()).toBeUndefined();
    expect(quarantine.isHeld(POISON)).toBe(false);
    quarantine.mayJudge(OTHER);
    quarantine.judged();
    quarantine.mayJudge(POISON);
    expect(quarantine.ended()).toBe(POISON);
    expect(quarantine.mayJudge(POISON)).toBe(false);
    expect(quarantine.mayJudge(OTHER)).toBe(true);
  });

  test('is not blamed for an end between two documents', () => {
    for (let i = 0; i < 5; i++) {
      quarantine.mayJudge(OTHER);
      quarantine.judged();
      expect(quarantine.ended()).toBeUndefined();
    }
    expect(quarantine.isHeld(OTHER)).toBe(false);
  });

  test('is held at once when the server does not come back from it', () => {
    quarantine.mayJudge(POISON);
    vi.advanceTimersByTime(9_000);
    expect(lost).toEqual([]);
    vi.advanceTimersByTime(2_000);
    expect(lost).toEqual([POISON]);
    expect(quarantine.isHeld(POISON)).toBe(true);
    expect(quarantine.ended()).toBeUndefined();
    vi.advanceTimersByTime(60_000);
    expect(lost).toEqual([POISON]);
  });

  test('is not lost while the server comes back in time, however often', () => {
    for (let i = 0; i < 10; i++) {
      quarantine.mayJudge(OTHER);
      vi.advanceTimersByTime(5_000);
      quarantine.judged();
      vi.advanceTimersByTime(60_000);
    }
    expect(lost).toEqual([]);
  });

  test('gets another chance when a person asks for it', () => {
    quarantine.mayJudge(POISON);
    vi.advanceTimersByTime(11_000);
    quarantine.release();
    expect(quarantine.isHeld(POISON)).toBe(false);
    quarantine.mayJudge(POISON);
    expect(quarantine.ended()).toBeUndefined();
  });
});
