import { describe, expect, it } from 'vitest';
import type { Value } from './graph.ts';
import type { LoopGraph } from './loop-graph.ts';
import { place, type Placed } from './place.ts';
import { dividedParts } from './testing/divide.ts';
import { graphed, type HandStep } from './testing/hand-step.ts';
import { rnn } from './testing/rnn.ts';

type Ghost = ReturnType<HandStep['value']>;

function placed(write: (step: HandStep) => void): { graph: LoopGraph; result: Placed } {
  const graph = graphed(write);
  return { graph, result: place(dividedParts(graph), graph.inputs) };
}

/** Where values with some ids lie: the number of their slot, its region and span, and for states the side. */
function placesOf({ places }: Placed, ...ids: number[]): string[] {
  const byId = new Map(Array.from(places, ([{ id }, where]) => [id, where] as const));
  return ids.map((id) => {
    const where = byId.get(id)!;
    if (!('slot' in where)) return 'input' in where ? `${where.input.role} ${where.input.index}` : 'constant';
    const { slot, side } = where;
    return `#${slot.id} ${slot.region} ${slot.span}${side === 'here' ? '' : ` ${side}`}${slot.saved ? ', saved' : ''}`;
  });
}

describe('a recurrent network with its gradients', () => {
  const { result } = placed(rnn);

  it('has its states in one stack, which is its output', () => {
    expect(placesOf(result, 0, 1, 9)).toEqual([
      'x 0',
      '#0 output states before, saved',
      '#0 output states after, saved',
    ]);
  });

  it('hands the gradient of the state on in one place', () => {
    expect(placesOf(result, 11, 16)).toEqual(['#1 gradient batch', '#1 gradient batch']);
    expect([...result.carriers]).toEqual([[0, result.slots[1]]]);
    expect(result.calls.bodyBack.some(({ kernel }) => kernel.startsWith('copy'))).toBe(false);
  });

  it('has gradients in places of their own', () => {
    // Those of the input at every step, of two matrices and of a row.
    expect(placesOf(result, 17)).toEqual(['#2 gradient stack']);
    expect(result.slots.filter(({ region, span }) => region === 'gradient' && span === 'single')).toHaveLength(3);
  });

  it('saves nothing but its states, and takes one place for what a step makes one after the other', () => {
    expect(result.slots.filter(({ region }) => region === 'saved')).toEqual([]);
    const [seen, kept, sum, biased] = placesOf(result, 5, 6, 7, 8);
    expect(seen).toMatch(/scratch stack$/);
    expect(kept).toMatch(/scratch step$/);
    expect([sum, biased]).toEqual([kept, kept]); // in place
    const [arriving, squared, slope] = placesOf(result, 12, 13, 14);
    expect(slope).toBe(squared);
    expect(arriving).not.toBe(squared); // both are needed for the product
  });
});

/** A chain of values of a state: each call makes the next. */
const chain = (write: (step: HandStep, h: Ghost, value: () => Ghost) => void) =>
  placed((step) => write(step, step.input('state', 0, 4 * step.rows), () => step.value(4 * step.rows))).result;

describe('a place is taken over', () => {
  it('by what is written where another was read for the last time, if the kernel allows it', () => {
    const result = chain((step, h, value) => {
      const [a, b, c, d] = [value(), value(), value(), value()];
      step.tanh(a, h, 4);
      step.tanh(b, a, 4); // in place of a
      step.call('strided.float32', c, b, 1, 1, 1, step.rows, 2, 2, 0, 0, 0, 4, 1, 2, 0); // transposed: not in place
      step.tanh(d, c, 4);
    });
    const [a, b, c, d] = placesOf(result, 1, 2, 3, 4);
    expect([b, d]).toEqual([a, a]); // d again, where b was
    expect(c).not.toBe(a);
  });

  it('not while somebody still reads it', () => {
    const result = chain((step, h, value) => {
      const [a, b, c] = [value(), value(), value()];
      step.tanh(a, h, 4);
      step.tanh(b, a, 4);
      step.add(c, a, b, 4);
    });
    const [a, b] = placesOf(result, 1, 2);
    expect(a).not.toBe(b);
  });

  it('not by one of another size or dtype', () => {
    const result = chain((step, h, value) => {
      const { rows } = step;
      const [a, sum, flags] = [value(), step.value(rows), step.value(4 * rows, 'bool')];
      step.tanh(a, h, 4);
      step.call('reduce.sum', sum, a, rows, 4, 1, 4);
      step.call('compare.less', flags, h, h, rows, 4, 4, 4, 4, 1, 1);
    });
    expect(new Set(placesOf(result, 1, 2, 3)).size).toBe(3);
  });

  it('not where a column is used for a whole row', () => {
    const result = chain((step, h, value) => {
      const [a, b] = [value(), value()];
      step.tanh(a, h, 4);
      step.call('binary.mul', b, h, a, step.rows, 4, 4, 4, 4, 1, 0);
    });
    const [a, b] = placesOf(result, 1, 2);
    expect(a).not.toBe(b);
  });
});

describe('memory is taken', () => {
  it('for two steps where nobody needs states later, for all where the way back does', () => {
    const [forward, back] = [false, true].map((isBack) =>
      placed((step) => {
        const { rows } = step;
        const [h, next] = [step.input('state', 0, 2 * rows), step.value(2 * rows)];
        step.tanh(next, h, 2);
        step.result('nextState', 0, next, 2 * rows);
        if (!isBack) return;
        step.back();
        const [dNext, dh] = [step.input('stateGradient', 0, 2 * rows), step.value(2 * rows)];
        step.call('binary.mul', dh, dNext, next, rows, 2, 2, 2, 2, 1, 1);
        step.result('stateGradient', 0, dh, 2 * rows);
      }),
    );
    expect(placesOf(forward!.result, 0, 1)).toEqual(['#0 scratch ring before', '#0 scratch ring after']);
    expect(placesOf(back!.result, 0, 1)).toEqual(['#0 saved states before, saved', '#0 saved states after, saved']);
  });

  it('for a chunk where only calls on the rows of all steps see a value, and for all steps where the loop does too', () => {
    const { result } = placed((step) => {
      const { rows } = step;
      const [x, h] = [step.input('x', 0, 2 * rows), step.input('state', 0, 2 * rows)];
      const [a, b, c, constant] = [
        step.value(2 * rows),
        step.value(2 * rows),
        step.value(2 * rows),
        step.constant(Float32Array.of(1, 2)),
      ];
      step.tanh(a, x, 2);
      step.call('binary.add', b, a, constant, rows, 2, 2, 2, 0, 1, 1);
      step.add(c, b, h, 2);
      step.result('output', 0, c, 2 * rows);
    });
    expect(placesOf(result, 2, 3, 4, 5)).toEqual([
      '#1 scratch chunk',
      '#2 scratch stack',
      '#0 output stack',
      'constant',
    ]);
  });

  it('for gradients of states that cannot lie where they arrive: they are copied there at the end', () => {
    const { result } = placed((step) => {
      const { rows } = step;
      for (const index of [0, 1])
        step.result('nextState', index, made(step, step.input('state', index, 2 * rows)), 2 * rows);
      step.back();
      const [dA, dB] = [0, 1].map((index) => step.input('stateGradient', index, 2 * rows)) as [Ghost, Ghost];
      const [first, second] = [step.value(2 * rows), step.value(2 * rows)];
      step.tanh(first, dB, 2);
      step.tanh(second, dA, 2); // reads what the first would write over
      step.result('stateGradient', 0, first, 2 * rows);
      step.result('stateGradient', 1, second, 2 * rows);
    });
    expect(result.calls.bodyBack.map(({ kernel }) => kernel)).toEqual(['unary.tanh', 'unary.tanh', 'copy.float32']);
    expect(carrierOf(result, 0)).not.toBe(carrierOf(result, 1));
  });
});

const carrierOf = ({ carriers }: Placed, index: number): number => carriers.get(index)!.id;

function made(step: HandStep, h: Ghost): Ghost {
  const next = step.value(2 * step.rows);
  step.tanh(next, h, 2);
  return next;
}

it('gives every value that a call touches a place', () => {
  const { graph, result } = placed(rnn);
  const touched = new Set<Value>(
    graph.calls.flatMap(({ args }) => args.flatMap((argument) => ('value' in argument ? [argument.value] : []))),
  );
  const fixedGradients = graph.results.flatMap(({ role, operand }) =>
    role === 'fixedGradient' ? [operand.value] : [],
  );
  for (const value of touched) expect(result.places.has(value) || fixedGradients.includes(value)).toBe(true);
});
