import { stateDict } from '@ostinato/nn';
import { RandomGenerator, Tensor } from '@ostinato/tensor';
import type { Optimizer, TrainStep } from '@ostinato/train';

/** Everything of a watched subject that a misuse must not change, as JSON. */
export function snapshot(subject: unknown): unknown {
  if (subject instanceof Tensor) return subject.isDisposed ? 'disposed' : [...subject.dataSync(), subject.version];
  if (subject instanceof RandomGenerator) return subject.draws;
  if (isTrainStep(subject))
    return [subject.model, subject.optimizer, subject.generator].map(snapshot).concat(subject.steps);
  if (typeof subject === 'function') return (subject as () => unknown)();
  if (isOptimizer(subject)) {
    const { kind, json, tensors } = subject.state();
    return [kind, json, subject.learningRate, ...Array.from(tensors, ([name, slot]) => [name, snapshot(slot)])];
  }
  if (ArrayBuffer.isView(subject)) return Array.from(subject as Float32Array);
  if (Array.isArray(subject)) return subject.map(snapshot);
  if (typeof subject !== 'object' || subject === null) return subject;
  return Array.from(stateDict(subject), ([key, box]) => [key, snapshot(box)]);
}

function isTrainStep(subject: unknown): subject is TrainStep {
  return typeof subject === 'function' && 'optimizer' in subject;
}

function isOptimizer(subject: unknown): subject is Optimizer {
  return typeof (subject as Partial<Optimizer> | null)?.update === 'function';
}
