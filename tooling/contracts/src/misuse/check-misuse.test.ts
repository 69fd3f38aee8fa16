import { ShapeError } from '@ostinato/base';
import { Linear } from '@ostinato/nn';
import { defaultGenerator, ones } from '@ostinato/tensor';
import { describe, expect, it } from 'vitest';
import { problemsOf } from './check-misuse.ts';
import { misuse, wrongCall } from './misuse.ts';

const fail = (message = 'here: [2] and [3]'): never => {
  throw new ShapeError(message);
};
const broken = (call: () => unknown) => problemsOf(wrongCall('planted', 'ShapeError', ['[2]', '[3]'], call));

describe('problemsOf', () => {
  it('finds nothing wrong with an early error', async () => {
    expect(await broken(() => fail())).toEqual([]);
    expect(await broken(() => Promise.reject(new ShapeError('[2] [3]')))).toEqual([]);
  });

  it('catches a call that goes through', async () => {
    expect(await broken(() => 1)).toEqual(['throws nothing']);
  });

  it('catches an error of the language', async () => {
    const [first] = await broken(() => (null as unknown as { x: number }).x);
    expect(first).toContain('not an OstinatoError');
  });

  it('catches another class, another code and a message that keeps silent', async () => {
    const [first] = await problemsOf(wrongCall('planted', 'ShapeError SHAPE_RANK', [], () => fail()));
    expect(first).toContain('throws ShapeError SHAPE, expected ShapeError SHAPE_RANK');
    expect(await broken(() => fail('only [2]'))).toEqual(['does not mention [3]: only [2]']);
  });

  it('catches a leak', async () => {
    const problems = await broken(() => fail(`${ones([2, 2]).shape} [2] [3]`));
    expect(problems).toEqual(['leaks: 0 storages before, 1 after', 'leaks: 0 bytes before, 16 after']);
  });

  it('catches changed weights and used-up random draws', async () => {
    const planted = misuse('planted', 'ShapeError', [], (watch) => {
      const { weight } = watch(new Linear({ inFeatures: 1, outFeatures: 2 }));
      return () => {
        weight.assign(new Float32Array(2));
        fail();
      };
    });
    expect(await problemsOf(planted)).toEqual(['changes state before it throws']);
    expect(await broken(() => fail(`[2] [3] ${defaultGenerator().next().draw}`))).toEqual([
      'changes state before it throws',
    ]);
  });
});
