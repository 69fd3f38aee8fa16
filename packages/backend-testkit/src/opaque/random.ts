import { type Backend, type KernelName, kernelRow } from '@ostinato/backend';
import { fillUniform, type HostArray } from '@ostinato/base';

/** What a random kernel draws, made on the host as opaque backends must; undefined for other kernels. */
export function randomValues(inner: Backend, name: KernelName, values: readonly unknown[]): HostArray | undefined {
  if (name !== 'random.uniform' && name !== 'random.bernoulli') return undefined;
  const n = Object.fromEntries(kernelRow(name).args.map((argument, i) => [argument.name, values[i] as number]));
  const count = n.rows! * n.cols!;
  const uniform = inner.float === 'float64' ? new Float64Array(count) : new Float32Array(count);
  fillUniform(uniform, { key: [n.key0!, n.key1!], draw: n.draw!, step: n.step!, call: n.call! }, n.first!);
  return name === 'random.uniform' ? uniform : Uint8Array.from(uniform, (u) => +(u < n.probability!));
}
