import { expect, it } from 'vitest';
import { classBytes, classOf } from './size-class.ts';

it('has classes that waste little', () => {
  for (let bytes = 0; bytes < 70_000; bytes += bytes < 2000 ? 1 : 37) {
    const held = classBytes(classOf(bytes));
    expect(held).toBeGreaterThanOrEqual(Math.max(bytes, 1));
    expect(held % 16).toBe(0);
    if (bytes > 64) expect(held).toBeLessThan(1.25 * bytes + 16);
    if (classOf(bytes) > 0) expect(classBytes(classOf(bytes) - 1)).toBeLessThan(bytes);
  }
});
