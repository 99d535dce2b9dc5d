import { describe, expect, test } from 'vitest';
import { Memo } from '../../server/core/service/memo.ts';

/** A memo over named texts: `upper` of each, all of them joined, and how often each was made. */
function setUp(room?: number) {
  const memo = new Memo(room);
  const texts: Record<string, string> = { a: 'a', b: 'b' };
  const made: string[] = [];
  const upper = (name: string): string =>
    memo.get(
      `upper:${name}`,
      () => {
        made.push(name);
        memo.touch(name);
        return (texts[name] ?? '').toUpperCase();
      },
      (text) => text.length,
    );
  const joined = (): string =>
    memo.get('joined', () => {
      made.push('joined');
      return upper('a') + upper('b');
    });
  const put = (name: string, text: string): void => {
    texts[name] = text;
    memo.bump(name);
  };
  return { upper, joined, put, made, memo };
}

describe('what was made of an input', () => {
  test('is made again when the input changes, and only then', () => {
    const { joined, put, made } = setUp();
    expect([joined(), joined()]).toEqual(['AB', 'AB']);
    put('b', 'c');
    expect(joined()).toBe('AC');
    expect(made).toEqual(['joined', 'a', 'b', 'joined', 'b']);
  });

  test('stays when a part of it had to go for want of room', () => {
    const { joined, upper, made } = setUp(1);
    expect(joined()).toBe('AB');
    expect(upper('a')).toBe('A');
    expect(joined()).toBe('AB');
    expect(made).toEqual(['joined', 'a', 'b', 'a']);
  });

  test('is stale for ever, even when nobody asks for the part that changed', () => {
    const { joined, put, upper } = setUp(1);
    joined();
    put('a', 'x');
    upper('a');
    expect(joined()).toBe('XB');
  });

  test('depends on what a part looked at that failed', () => {
    const memo = new Memo();
    let isBroken = true;
    const part = (): string =>
      memo.get('part', () => {
        memo.touch('in');
        if (isBroken) throw new Error('broken');
        return 'sound';
      });
    const whole = (): string =>
      memo.get('whole', () => {
        try {
          return part();
        } catch {
          return 'nothing';
        }
      });
    expect(whole()).toBe('nothing');
    isBroken = false;
    memo.bump('in');
    expect(whole()).toBe('sound');
  });
});

describe('where nothing is expected to change any more', () => {
  test('what had to go for want of room leaves nothing behind, however much there was', () => {
    const sizes = [10, 1000].map((count) => {
      const memo = new Memo(5);
      memo.freeze();
      for (let at = 0; at < count; at++)
        memo.get(
          `text:${at}`,
          () => 'x',
          (text) => text.length,
        );
      return memo.size;
    });
    expect(sizes).toEqual([5, 5]);
  });

  test('results from before go: they hold what they were made of', () => {
    const { joined, memo } = setUp();
    joined();
    memo.freeze();
    expect(memo.size).toBe(0);
    expect(joined()).toBe('AB');
    expect(memo.size).toBe(3);
  });

  test('a change is seen all the same', () => {
    const { joined, put, memo, made } = setUp();
    memo.freeze();
    expect([joined(), joined()]).toEqual(['AB', 'AB']);
    put('b', 'c');
    expect(joined()).toBe('AC');
    expect(made).toEqual(['joined', 'a', 'b', 'joined', 'a', 'b']);
  });

  test('what was made while something changed is not remembered', () => {
    const memo = new Memo();
    memo.freeze();
    let text = 'a';
    const read = (then: () => void): string =>
      memo.get('read', () => {
        const seen = text;
        then();
        return seen;
      });
    const changed = read(() => {
      text = 'b';
      memo.bump('in');
    });
    expect([changed, read(() => {})]).toEqual(['a', 'b']);
  });
});
