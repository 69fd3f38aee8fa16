import type { Adapter } from '../check.ts';
import { Config, rowOf } from '../config.ts';
import { contractChecks } from '../contract.ts';
import type { GoldenCase } from '../golden-case.ts';
import { type OnnxNode, recurrentNode } from './onnx-recurrent.ts';

/** The recurrent operators. */
export const recurrentOperators: Readonly<Record<string, OnnxNode>> = {
  GRU: recurrentNode,
  LSTM: recurrentNode,
  RNN: recurrentNode,
};

/** A recurrent operator, whose inputs and outputs are listed in its order, `''` for those left out. */
export const onnxRecurrentAdapter: Adapter = (golden: GoldenCase) => {
  const { op, attrs, node_inputs: inputs, node_outputs: outputs } = golden.config;
  const node = rowOf('operator', recurrentOperators, op);
  const config = new Config((attrs ?? {}) as Readonly<Record<string, unknown>>);
  const given = new Set(inputs as readonly string[]);
  const run = node(op as string, config, golden, given);
  config.finish();
  return contractChecks(golden, new Map(), () => {
    const results = run();
    const asked = (outputs as readonly string[]).filter((name) => name !== '');
    return Object.fromEntries(asked.map((name) => [name, results[name]!]));
  });
};
