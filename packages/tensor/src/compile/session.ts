import type { Backend, Stretch } from '@ostinato/backend';
import { philoxKey } from '@ostinato/base';
import { CallLog, LiveNumber, type LoggedPlace } from '@ostinato/program';
import { defaultGenerator, type RandomGenerator } from '../random-generator.ts';
import { runtime } from '../runtime.ts';
import type { Tensor } from '../tensor.ts';

/** What a function does while it is compiled: what it asks of the backend, and what it does on the host. */
export class Session {
  /** What is asked of the backend. */
  readonly log = new CallLog();
  /** Parameters and buffers that it uses. */
  readonly boxes = new Set<Tensor>();
  /** Generators that it draws from. */
  readonly generators = new Set<RandomGenerator>();
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  box(box: Tensor): void {
    this.boxes.add(box);
  }

  drew(generator: RandomGenerator, draw: number): void {
    const { training, recording } = runtime();
    if (recording !== undefined) return;
    this.generators.add(generator);
    const isDefault = generator === defaultGenerator();
    const isTraining = !isDefault && training?.generator === generator;
    const entry = {
      key: philoxKey(generator.seed),
      draw,
      renew: (): void => {
        // A generator that is replaced between calls, such as by manualSeed, is drawn from in its new form.
        const present = isDefault ? defaultGenerator() : (isTraining && runtime().training?.generator) || generator;
        ({ key: entry.key, draw: entry.draw } = present.take());
      },
    };
    this.log.draws.push(entry);
  }

  number(read: () => number): number {
    return new LiveNumber(read) as unknown as number;
  }

  initialize(box: Tensor, fn: () => void): void {
    this.log.owned(box, fn);
  }

  effect(run: () => void): void {
    run();
    this.log.effect(() => run());
  }

  inspect(scalars: readonly Tensor[], see: (values: readonly number[]) => void): void {
    const places = scalars.map((scalar) => this.placeOf(scalar));
    const backend = this.#backend;
    const read = (address: number): number => backend.readSync!(address, 'float32', 0, 1)[0]!;
    this.log.outside(() => see(scalars.map((scalar) => read(scalar.storage() as number))));
    this.log.effect((addressOf) => see(places.map((place) => read(addressOf(place)))), places);
  }

  outside<R>(fn: () => R): R {
    return this.log.outside(fn);
  }

  /** Where a tensor lies. */
  placeOf(tensor: Tensor): LoggedPlace {
    return this.log.placeOf(tensor.storage() as number);
  }

  /** The memory of a tensor. */
  stretchOf(tensor: Tensor): Stretch {
    return { address: tensor.storage() as number, bytes: tensor.size * this.#backend.elementBytes(tensor.dtype) };
  }
}
