import type { Backend } from '@ostinato/backend';
import type { DType } from '@ostinato/base';
import type { DrawNumbers, TakenBlock } from '@ostinato/program';
import { Block } from '../block.ts';
import { own } from '../ops/make.ts';
import { defaultGenerator } from '../random-generator.ts';
import { runtime } from '../runtime.ts';
import type { Shape } from '../shape.ts';
import { Tensor } from '../tensor.ts';
import type { GeneratorRole } from './program-cache.ts';

/** Runs `fn` without telling any tape. */
export function withoutTapes<R>(fn: () => R): R {
  const { tapes } = runtime();
  const open = tapes.splice(0);
  try {
    return fn();
  } finally {
    tapes.push(...open);
  }
}

/** The blocks of a run as tensors in charge of the open scope. */
export const blocksOf = (backend: Backend, blocks: readonly TakenBlock[]): Tensor[] =>
  blocks.map(({ storage, dtype, count }) => own(new Tensor(new Block(backend, storage), 0, [count], dtype)));

/** Part of a block. */
export const viewOf = <D extends DType>(block: Tensor, offset: number, shape: Shape, dtype: D): Tensor<D> =>
  own(new Tensor(block.block(), offset, Object.freeze([...shape]), dtype));

/** The numbers of a step's generators: one draw for each that is used. */
export function drawsOf(roles: readonly GeneratorRole[]): (generator: number) => DrawNumbers {
  const { training } = runtime();
  const draws = roles.map((role) => {
    const generator = role === 'training' ? training!.generator : role === 'default' ? defaultGenerator() : role;
    return generator.take();
  });
  return (generator) => draws[generator]!;
}
