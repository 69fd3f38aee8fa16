import { argumentOf, type Call, isAdd, isExtent, rowStrideIndex, type Touch, touches, type Value } from '../graph.ts';
import type { Extent } from '../extent.ts';
import type { LoopGraph } from '../loop-graph.ts';

const inputNames = { fixed: 'p', given: 'given', x: 'x', state: 'h', outputGradient: 'dOut', stateGradient: 'dNext' };
const resultNames = {
  output: 'out',
  nextState: 'next',
  fixedGradient: 'dp',
  givenGradient: 'dGiven',
  xGradient: 'dx',
  stateGradient: 'dh',
};

/** A whole number as text: `3`, `rows`, `2rows`, `1+2rows`. */
function extentText({ base, perRow }: Extent): string {
  const grown = perRow === 0 ? '' : `${perRow === 1 ? '' : perRow}rows`;
  return base === 0 && grown !== '' ? grown : [base, ...(grown ? [grown] : [])].join('+');
}

/**
 * Prints calls of a graph, a line each: `next0 = unary.tanh(v4) [rows, 3]`. Inputs and results go by their roles; `v4.3/6` begins at
 * element 3 of rows that are 6 apart.
 */
export function printer({ inputs, results }: Pick<LoopGraph, 'inputs' | 'results'>) {
  const names = new Map<Value, string>();
  for (const { role, index, operand } of results) names.set(operand.value, `${resultNames[role]}${index}`);
  for (const { role, index, value } of inputs) names.set(value, `${inputNames[role]}${index}`);
  const print = (call: Call): string => {
    const name = (touch: Touch): string => {
      const { value, offset } = touch.operand;
      const stride = call.args[rowStrideIndex(call.kernel, touch.name)];
      const isApart =
        stride !== undefined && isExtent(stride) && value.count.perRow > 0 && stride.base !== value.count.perRow;
      const part = offset === 0 && !isApart ? '' : `.${offset}`;
      return `${names.get(value) ?? `v${value.id}`}${part}${isApart ? `/${extentText(stride)}` : ''}`;
    };
    const all = touches(call);
    const sizes = ['items', 'rows', 'cols', 'inner'].flatMap((size) => {
      const argument = argumentOf(call, size);
      return argument !== undefined && isExtent(argument) ? [extentText(argument)] : [];
    });
    const outs = all.filter(({ writes }) => writes).map(name);
    const ins = all.filter(({ writes }) => !writes).map(name);
    return `${outs.join(', ')} ${isAdd(call.kernel) ? '+=' : '='} ${call.kernel}(${ins.join(', ')}) [${sizes.join(', ')}]`;
  };
  return (calls: readonly Call[]): string[] => calls.map(print);
}
