import {
  abs, add, atan, atan2, celu, clip, cos, cosh, div, elu, erf, exp, expm1, gelu, glu, hardShrink, hardSigmoid, hardSwish, hardtanh,
  leakyRelu, log, log1p, logSigmoid, maskedFill, maximum, minimum, mish, mul, neg, pow, reciprocal, relu, relu6, rsqrt, selu,
  sigmoid, silu, sin, sinh, softplus, softShrink, softsign, sqrt, square, sub, tanh, tanhShrink, where,
} from '@ostinato/tensor';
import { binary, type Op, unary } from './ops-rows.ts';

/** Ops on each element. */
export const elementwiseOps: Readonly<Record<string, Op>> = {
  abs: unary(abs),
  atan: unary(atan),
  celu: unary(celu),
  cos: unary(cos),
  cosh: unary(cosh),
  elu: unary(elu),
  elu_alpha_0_5: unary((x) => elu(x, 0.5)),
  erf: unary(erf),
  exp: unary(exp),
  expm1: unary(expm1),
  gelu: unary(gelu),
  gelu_tanh: unary((x) => gelu(x, { approximate: 'tanh' })),
  glu: unary(glu),
  hardshrink: unary(hardShrink),
  hardsigmoid: unary(hardSigmoid),
  hardswish: unary(hardSwish),
  hardtanh: unary(hardtanh),
  leaky_relu: unary(leakyRelu),
  leaky_relu_0_2: unary((x) => leakyRelu(x, 0.2)),
  log: unary(log),
  log1p: unary(log1p),
  logsigmoid: unary(logSigmoid),
  mish: unary(mish),
  neg: unary(neg),
  reciprocal: unary(reciprocal),
  relu: unary(relu),
  relu6: unary(relu6),
  rsqrt: unary(rsqrt),
  selu: unary(selu),
  sigmoid: unary(sigmoid),
  silu: unary(silu),
  sin: unary(sin),
  sinh: unary(sinh),
  softplus: unary(softplus),
  softplus_beta2_thr5: unary((x) => softplus(x, { beta: 2, threshold: 5 })),
  softshrink: unary(softShrink),
  softsign: unary(softsign),
  sqrt: unary(sqrt),
  square: unary(square),
  tanh: unary(tanh),
  tanhshrink: unary(tanhShrink),

  add: binary(add),
  atan2: binary(atan2),
  div: binary(div),
  maximum: binary(maximum),
  minimum: binary(minimum),
  mul: binary(mul),
  pow: binary(pow),
  sub: binary(sub),

  clamp: (config) => {
    const [min, max] = [config.number('min', -Infinity), config.number('max', Infinity)];
    return (inputs) => clip(inputs.float('x'), min, max);
  },
  masked_fill: (config) => {
    const value = config.number('value');
    return (inputs) => maskedFill(inputs.float('x'), inputs.bool('m'), value);
  },
  where: () => (inputs) => where(inputs.bool('c'), inputs.float('a'), inputs.float('b')),
};
