import type { Workload } from './workload.ts';

/**
 * Floating-point operations of the matrix products of one unit (a step, a sequence, a product), as the peers' harness counts
 * them: forward, weight gradients, and gradients of hidden states, but none of the input of a first recurrent layer.
 */
export function flopsOf(workload: Workload): number {
  switch (workload.kind) {
    case 'rnn_train':
      return trainingFlops(workload.B * workload.T, workload.I, workload.H, workload.cell === 'lstm' ? 4 : 3, false);
    case 'lstm_infer':
      return 2 * workload.T * (workload.I + workload.H) * 4 * workload.H;
    case 'lstm_stream':
      return 2 * (workload.I + workload.H) * 4 * workload.H;
    case 'charlm_train': {
      const { B, T, E, H, L, V } = workload;
      const layers = Array.from({ length: L }, (_, layer) => trainingFlops(B * T, layer === 0 ? E : H, H, 4, true));
      return layers.reduce((sum, flops) => sum + flops, 3 * 2 * B * T * H * V);
    }
    case 'gemm':
      return 2 * workload.N ** 3;
    case 'enc_train':
      return 3 * workload.B * workload.T * stepFlops(workload, workload.T);
    case 'gpt_train': {
      const { B, T, D, L, V } = workload;
      return 3 * B * T * (L * stepFlops(workload, T) + 2 * D * V);
    }
    case 'gpt_decode': {
      const { T, D, L, V } = workload;
      return L * stepFlops(workload, (T + 1) / 2) + 2 * D * V;
    }
  }
}

function trainingFlops(rows: number, input: number, hidden: number, gates: number, inputGradient: boolean): number {
  const forward = 2 * rows * (input + hidden) * gates * hidden;
  const hiddenGradient = 2 * rows * hidden * gates * hidden;
  return 2 * forward + hiddenGradient + (inputGradient ? 2 * rows * input * gates * hidden : 0);
}

/** Of one step through a Transformer block, that is multiplied with `keys` keys and values. */
function stepFlops({ D, F }: { readonly D: number; readonly F: number }, keys: number): number {
  return 2 * (4 * D * D + 2 * D * F) + 4 * D * keys;
}
