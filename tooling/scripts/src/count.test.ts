import { describe, expect, it } from 'vitest';
import { add, broken, countLine, isGreen, readCount } from './count.mjs';

describe('count', () => {
  it('reads a closing line', () => {
    expect(readCount('family a\n3 passed, 1 failed, 2 skipped\n')).toEqual({ passed: 3, failed: 1, skipped: 2 });
    expect(readCount('3 passed, 0 failed')).toEqual({ passed: 3, failed: 0, skipped: 0 });
  });
  it('takes nothing else for one', () => {
    expect(readCount('')).toBeUndefined();
    expect(readCount('3 passed, 0 failed\nError: crashed')).toBeUndefined();
    expect(readCount('about 3 passed, 0 failed')).toBeUndefined();
  });
  it('is not green where nothing ran', () => {
    expect(isGreen({ passed: 0, failed: 0, skipped: 5 })).toBe(false);
    expect(isGreen(broken)).toBe(false);
    expect(isGreen({ passed: 1, failed: 0, skipped: 0 })).toBe(true);
  });
  it('adds up, and names the skipped only if there are any', () => {
    const one = { passed: 1, failed: 0, skipped: 0 };
    expect(countLine(add([one, one]))).toBe('2 passed, 0 failed');
    expect(countLine(add([one, { passed: 1, failed: 2, skipped: 3 }]))).toBe('2 passed, 2 failed, 3 skipped');
  });
});
