import { ArgumentError, checkInteger, checkOptions, typeError } from '@ostinato/base';
import { concat, slice, Tensor, tidy } from '@ostinato/tensor';
import { batchAndSteps, checkPadding, type Padding } from './padding.ts';
import type { SequenceLayer, SequenceOptions, SequenceResult } from './sequence-layer.ts';

/** Options of `forwardInChunks`: those of `forward`, and the steps of a chunk. */
export interface ChunkOptions<S> extends SequenceOptions<S> {
  /** Steps of a chunk; the last one may be shorter. */
  readonly chunk: number;
}

/**
 * Runs a layer over `[batch, steps, features]` in chunks of steps and carries the state on: the same bits as `forward` in one, with the working
 * memory of a chunk. Gradients flow through the carried state. For truncated gradients call `forward` on each chunk with the state of the last
 * call of `valueAndGrad`.
 * @throws ArgumentError for layers that also read backward, and for bad options; what the layer throws
 */
export function forwardInChunks<S>(
  layer: SequenceLayer<S>,
  input: Tensor<'float32'>,
  options: ChunkOptions<S>,
): SequenceResult<S> {
  if (typeof layer?.forward !== 'function')
    throw typeError('forwardInChunks', 'layer', 'a layer with a forward method', layer);
  if (!(input instanceof Tensor)) throw typeError('forwardInChunks', 'input', 'a tensor', input);
  checkOptions('forwardInChunks', options, ['chunk', 'state', 'lengths', 'mask', 'trace', 'memory']);
  const { chunk, state, lengths, mask, ...others } = options;
  checkInteger('forwardInChunks', 'chunk', chunk, { min: 1 });
  if (layer.bidirectional === true)
    throw new ArgumentError(
      'forwardInChunks: this layer also reads backward, from chunks that did not come yet. Use forward.',
    );
  if (layer.timeMajor === true)
    throw new ArgumentError(
      'forwardInChunks: needs a layer that takes [batch, steps, features]. Make it without timeMajor.',
    );
  const padding = { ...(lengths && { lengths }), ...(mask && { mask }) };
  const [batch, steps] = batchAndSteps(input);
  checkPadding('forwardInChunks', padding, batch, steps);
  return tidy(() => {
    const results: SequenceResult<S>[] = [];
    for (let from = 0; from < steps; from += chunk) {
      const to = Math.min(from + chunk, steps);
      const before = results.at(-1)?.state ?? state;
      const part = { ...others, ...within(padding, from, to), ...(before !== undefined && { state: before }) };
      results.push(layer.forward(slice(input, -2, from, to), part));
    }
    return joined(results);
  });
}

/** The padding of the steps of a chunk. */
function within({ lengths, mask }: Padding, from: number, to: number): Padding {
  if (mask !== undefined) return { mask: slice(mask, 1, from, to) };
  if (lengths === undefined) return {};
  return { lengths: Array.from(lengths, (length) => Math.min(Math.max(length - from, 0), to - from)) };
}

/** Outputs and traces one after the other, and the last state. */
function joined<S>(results: readonly SequenceResult<S>[]): SequenceResult<S> {
  const { state, trace } = results.at(-1)!;
  const output = concat(
    results.map((result) => result.output),
    -2,
  );
  if (trace === undefined) return { output, state };
  const names = Object.keys(trace);
  const join = (name: string): Tensor =>
    concat(
      results.map((result) => result.trace![name] as Tensor<'float32'>),
      0,
    );
  return { output, state, trace: Object.fromEntries(names.map((name) => [name, join(name)])) };
}
