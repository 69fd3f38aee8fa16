import { attention, causal } from '@ostinato/attention';
import { add, einsum, exp, linear, matmul, mul, sub, tanh, transpose } from '@ostinato/tensor';
import { binary, type Op, unary } from './ops-rows.ts';

/** Matrix products. */
export const productOps: Readonly<Record<string, Op>> = {
  diamond: unary((x) => {
    const h = tanh(x);
    return sub(add(mul(h, h), matmul(h, transpose(x))), exp(h)); // one tensor along several paths
  }),
  einsum: (config) => {
    const equation = config.text('equation');
    return (inputs) => einsum(equation, ...inputs.floats());
  },
  linear: () => (inputs) => linear(inputs.float('x'), inputs.float('w'), inputs.float('b')),
  matmul: binary(matmul),
  scaled_dot_product_attention: (config) => {
    config.only('layout', '[batch,heads,len,dim]');
    const options = config.flag('is_causal', false) ? { mask: causal() } : {};
    return (inputs) => attention(inputs.float('q'), inputs.float('k'), inputs.float('v'), options).context;
  },
};
