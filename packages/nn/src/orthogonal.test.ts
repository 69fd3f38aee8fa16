import { RandomGenerator } from '@ostinato/tensor';
import { describe, expect, it } from 'vitest';
import { identityInitializer } from './identity-initializer.ts';
import { orthogonalInitializer } from './orthogonal.ts';

describe('orthogonalInitializer', () => {
  it.each([[[4, 4]], [[3, 7]], [[7, 3]], [[2, 3, 2]], [[60, 60]]] as const)(
    'gives %j rows or columns at right angles',
    (shape) => {
      const values = orthogonalInitializer(2)([...shape], new RandomGenerator(1)).draw();
      const [rows, cols] = [shape[0], values.length / shape[0]];
      const at = (i: number, j: number) => (rows <= cols ? values[i * cols + j]! : values[j * cols + i]!);
      const [count, length] = [Math.min(rows, cols), Math.max(rows, cols)];
      for (let i = 0; i < count; i++) {
        for (let k = 0; k < count; k++) {
          const product = Array.from({ length }, (_, j) => at(i, j) * at(k, j)).reduce((sum, value) => sum + value, 0);
          expect(product).toBeCloseTo(i === k ? 4 : 0, 5);
        }
      }
    },
  );

  it('needs two axes', () => {
    expect(() => orthogonalInitializer()([3])).toThrow('expected at least two axes, got [3]');
  });
});

describe('identityInitializer', () => {
  it('puts gain on the diagonal', () => {
    expect([...identityInitializer(2)([2, 3]).draw()]).toEqual([2, 0, 0, 0, 2, 0]);
    expect(() => identityInitializer()([2, 2, 2])).toThrow('expected [rows, cols], got [2,2,2]');
  });
});
