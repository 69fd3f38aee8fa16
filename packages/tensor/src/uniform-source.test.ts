import { jsBackend } from '@ostinato/backend-js';
import { hostUniform, philoxKey } from '@ostinato/base';
import { describe, expect, it } from 'vitest';
import { uniformSource } from './uniform-source.ts';

const draw = { key: philoxKey(12345678901), draw: 7, step: 0, call: 0 };

describe('uniformSource', () => {
  it('gives the host its bits from a kernel, and its memory back', () => {
    for (const float of ['float32', 'float64'] as const) {
      const backend = jsBackend({ float });
      expect(uniformSource(backend)(1003, draw)).toEqual(hostUniform(1003, draw));
      expect(backend.memory().bytes).toBe(0);
    }
  });

  it('draws on the host where memory cannot be read at once', () => {
    const { readSync: _, ...opaque } = jsBackend();
    expect(uniformSource(opaque as never)).toBe(hostUniform);
  });
});
