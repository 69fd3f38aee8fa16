import { jsBackend } from '@ostinato/backend-js';
import { wasmBackend } from '@ostinato/backend-wasm';
import { mul } from '@ostinato/tensor';
import { describe, expect, it } from 'vitest';
import { LeakySum } from './fixtures/leaky-sum.test-d.ts';
import { TimeDistributed } from './index.ts';
import { checkSequenceLaws, sequenceLaws } from './testing.ts';

const layers = {
  LeakySum: () => new LeakySum(2),
  TimeDistributed: () => new TimeDistributed({ forward: (x) => mul(x, 3) }),
};

describe.each(Object.entries(layers))('laws of %s', (_, make) => {
  const laws = sequenceLaws(make, { backend: (float) => jsBackend({ float }) });
  it.each(laws.map(({ name, check }) => [name, check] as const))('%s', (_name, check) => check());

  it('hold on wasm', async () => {
    const backend = await wasmBackend({ threads: 1 });
    const { storages } = backend.memory();
    checkSequenceLaws(make, { backend, batch: 4, steps: 5, seed: 3 });
    expect(backend.memory().storages).toBe(storages);
    backend.dispose();
  });
});

describe('sequenceLaws', () => {
  it('names the law that is broken, and the number', () => {
    const backend = jsBackend();
    const spoilt = () => {
      const layer = new LeakySum(2);
      return Object.assign(
        { leak: layer.leak, inputSize: 2 },
        {
          forward: (...[x, options]: Parameters<LeakySum['forward']>) => {
            const { output, state } = layer.forward(x, options);
            return { output, state: { h: mul(state.h, 0) } };
          },
        },
      ); // prettier-ignore
    };
    expect(() => checkSequenceLaws(spoilt, { backend })).toThrow(/: element \d+ of .* is .*, expected |trace/);
    backend.dispose();
  });

  it('checks its options', () => {
    const backend = () => jsBackend();
    expect(() => sequenceLaws(layers.LeakySum, { backend, step: 1 } as never)).toThrow('Did you mean "steps"?');
    expect(() => sequenceLaws(layers.LeakySum, { backend, batch: 2 })).toThrow('batch must be at least 3');
    expect(() => sequenceLaws({} as never, { backend })).toThrow('makeLayer must be a function');
    expect(() => sequenceLaws(layers.LeakySum, {} as never)).toThrow('backend must be a function');
  });
});
