import { expect, it } from 'vitest';
import { fittingCore } from './torch.ts';

it('helps OpenBLAS out only where it does not know the processor', () => {
  const modern = new Set(['avx2', 'fma', 'avx512f', 'avx512vl']);
  expect(fittingCore('Prescott', modern)).toBe('SkylakeX');
  expect(fittingCore('Prescott', new Set(['avx2', 'fma']))).toBe('Haswell');
  expect(fittingCore('Prescott', new Set(['sse2']))).toBe('');
  expect(fittingCore('Zen', modern)).toBe('');
  expect(fittingCore('', modern)).toBe('');
});
