import type { Backend } from '@ostinato/backend';
import { type Draw, hostUniform } from '@ostinato/base';

/** The first `count` uniform numbers in [0, 1) of a stream. */
export type UniformSource = (count: number, draw: Draw) => Float32Array;

/** Draws the same bits with a backend's kernel where its memory can be read at once: it needs no warming up, a loop on the host does. */
export function uniformSource(backend: Backend): UniformSource {
  if (backend.at === undefined || backend.readSync === undefined) return hostUniform;
  return (count, { key, draw, step, call }) => {
    const out = backend.allocate('float32', count);
    try {
      backend.kernels['random.uniform'](out, 1, count, count, 0, key[0], key[1], draw, step, call);
      return new Float32Array(backend.readSync!(out, 'float32', 0, count));
    } finally {
      backend.free(out);
    }
  };
}
