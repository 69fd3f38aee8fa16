import { checkNumber, checkOptions, typeError } from '@ostinato/base';
import { add, bernoulli, mapTree, mul, type StepResult, type Tensor, trainingGenerator, where } from '@ostinato/tensor';
import type { Cell, CellContext, StateTree } from '../cell.ts';
import { memoryParts } from '../memory-parts.ts';
import { CellWrapper } from './cell-wrapper.ts';
import { checkParts, checkUndelayed, partName } from './check-cell.ts';

/** Options of `Zoneout`. */
export interface ZoneoutOptions {
  /**
   * Probability that an element keeps its value of the step before, 0 to 1: one for `h` and `c` (for all of a state that has neither), or one
   * for each named part, such as the paper's `{ h: 0.05, c: 0.5 }` for an LSTM.
   */
  readonly rate: number | Readonly<Record<string, number>>;
}

/**
 * Zoneout (Krueger et al. 2017): inside `training` each element of the state keeps its value of the step before with probability `rate`, drawn
 * anew in every step; outside, the expected value `rate h + (1 - rate) h'` is used, as in the paper. An output or a traced value that is a part
 * of the state is that part after zoneout. The state is the cell's. State dict: `cell.` and the cell's keys.
 */
export class Zoneout<S extends StateTree> extends CellWrapper<S> implements Cell<S> {
  readonly #rate: ZoneoutOptions['rate'];

  /** @throws ArgumentError */
  constructor(cell: Cell<S>, options: ZoneoutOptions) {
    super(checkUndelayed('Zoneout', cell));
    checkOptions('Zoneout', options, ['rate']);
    const { rate } = options;
    if (typeof rate === 'object' && rate !== null && !Array.isArray(rate)) {
      for (const [part, value] of Object.entries(rate))
        checkNumber('Zoneout', `rate.${part}`, value, { min: 0, max: 1 });
    } else if (typeof rate !== 'number') throw typeError('Zoneout', 'rate', 'a number or numbers by part', rate);
    else checkNumber('Zoneout', 'rate', rate, { min: 0, max: 1 });
    this.#rate = rate;
  }

  /** One step, of whose state some stays. @throws ArgumentError when the state has no part that `rate` names; what the cell throws */
  step(x: Tensor<'float32'>, state: S, context?: CellContext): StepResult<S, Tensor<'float32'>> {
    const result = this.cell.step(x, state, context);
    const before = new Map<string, Tensor<'float32'>>();
    mapTree(state, (part, path) => before.set(path, part as Tensor<'float32'>));
    const rates = this.#ratesOf([...new Set([...before.keys()].map(partName))]);
    const zoned = new Map<Tensor, Tensor>();
    const next = mapTree(result.state, (part, path) => {
      zoned.set(part, zoneout(before.get(path)!, part as Tensor<'float32'>, rates[partName(path)] ?? 0));
      return zoned.get(part);
    });
    const { output, trace } = mapTree(
      { output: result.output, trace: result.trace },
      (part) => zoned.get(part) ?? part,
    );
    return { output, state: next, ...(trace && { trace }) };
  }

  #ratesOf(parts: readonly string[]): Readonly<Record<string, number>> {
    const rate = this.#rate;
    if (typeof rate === 'number') return Object.fromEntries(memoryParts(parts).map((name) => [name, rate]));
    checkParts('Zoneout', Object.keys(rate), new Set(parts));
    return rate;
  }
}

/** `before` with probability `rate`, else `after`; outside `training` what is expected of that. */
function zoneout(before: Tensor<'float32'>, after: Tensor<'float32'>, rate: number): Tensor<'float32'> {
  const generator = trainingGenerator();
  if (rate === 0) return after;
  if (generator === undefined) return add(mul(before, rate), mul(after, 1 - rate));
  return where(bernoulli(after.shape, rate, { generator, backend: after.backend }), before, after);
}
