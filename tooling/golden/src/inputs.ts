import type { DType } from '@ostinato/base';
import type { Tensor } from '@ostinato/tensor';
import type { GoldenCase } from './golden-case.ts';

/** The `input.*` tensors of a case on the current backend. */
export class Inputs {
  readonly #tensors: ReadonlyMap<string, Tensor>;

  constructor(golden: GoldenCase) {
    this.#tensors = new Map(golden.names('input.').map((name) => [name.slice('input.'.length), golden.load(name)]));
  }

  has(name: string): boolean {
    return this.#tensors.has(name);
  }

  entries(): [string, Tensor][] {
    return [...this.#tensors];
  }

  float(name: string): Tensor<'float32'> {
    return this.#get(name, 'float32');
  }

  int(name: string): Tensor<'int32'> {
    return this.#get(name, 'int32');
  }

  bool(name: string): Tensor<'bool'> {
    return this.#get(name, 'bool');
  }

  /** An input of any dtype. @throws Error */
  any(name: string): Tensor {
    const found = this.#tensors.get(name);
    if (found === undefined) throw new Error(`input.${name}: expected a tensor, got nothing.`);
    return found;
  }

  /** All inputs, in the order of the case. */
  floats(): Tensor<'float32'>[] {
    return [...this.#tensors.keys()].map((name) => this.float(name));
  }

  #get<D extends DType>(name: string, dtype: D): Tensor<D> {
    const found = this.#tensors.get(name);
    if (found?.dtype !== dtype) throw new Error(`input.${name}: expected ${dtype}, got ${found ?? 'nothing'}.`);
    return found as Tensor<D>;
  }
}
