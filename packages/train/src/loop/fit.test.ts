import { ArgumentError, DataError } from '@ostinato/base';
import { describe, expect, it } from 'vitest';
import { fit } from './fit.ts';
import type { TrainEvent } from './train-event.ts';

const step = (batch: number) => Promise.resolve(batch / 10);

/** Types of events, with their step. */
function recorder() {
  const seen: string[] = [];
  return { seen, onEvent: (event: TrainEvent) => void seen.push(`${event.type} ${event.step}`) };
}

describe('fit', () => {
  it('tells of start, steps, passes and end', async () => {
    const events: TrainEvent<number>[] = [];
    const result = await fit(step, [1, 3], { epochs: 2, onEvent: (event) => events.push(event) });
    expect(result).toEqual({ steps: 4, epochs: 2, loss: 0.3, reason: 'epochs' });
    expect(events.map(({ type }) => type)).toEqual(['start', 'step', 'step', 'epoch', 'step', 'step', 'epoch', 'end']);
    expect(events[0]).toEqual({ type: 'start', step: 0, epochs: 2 });
    expect(events[4]).toMatchObject({ type: 'step', step: 3, epoch: 2, loss: 0.1, batch: 1 });
    expect(events[3]).toEqual({ type: 'epoch', epoch: 1, step: 2, loss: 0.2 });
    expect(events[7]).toMatchObject({ type: 'end', step: 4, epoch: 2, reason: 'epochs' });
  });

  it('stops at a number of steps, those done before included, without reading further', async () => {
    let read = 0;
    const data = {
      *[Symbol.iterator]() {
        for (;;) yield read++;
      },
    };
    const { seen, onEvent } = recorder();
    expect(await fit(step, data, { startStep: 7, steps: 9, onEvent })).toMatchObject({ steps: 9, reason: 'steps' });
    expect(seen).toEqual(['start 7', 'step 8', 'step 9', 'end 9']);
    expect(read).toBe(2);
    expect(await fit(step, data, { startStep: 9, steps: 9 })).toMatchObject({ steps: 9, reason: 'steps' });
  });

  it('reads async data and closes it when it leaves', async () => {
    let closed = false;
    async function* data() {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        closed = true;
      }
    }
    expect(await fit(step, data(), { steps: 3 })).toMatchObject({ steps: 3 });
    expect(closed).toBe(true);
  });

  it('awaits callbacks and stops when one says so', async () => {
    const order: string[] = [];
    const slow = async (event: TrainEvent) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      order.push(`slow ${event.type} ${event.step}`);
    };
    const stopper = (event: TrainEvent) => (event.type === 'step' && event.step === 2 ? ('stop' as const) : undefined);
    const result = await fit(step, [1, 2, 3], { callbacks: [slow, stopper] });
    expect(result).toMatchObject({ steps: 2, reason: 'stopped' });
    expect(order).toEqual(['slow start 0', 'slow step 1', 'slow step 2', 'slow end 2']);
  });

  it.each(['step', 'data', 'async data', 'callback', 'listener'])(
    'lets an exception of the %s through unchanged, after an end event',
    async (from) => {
      const mine = new RangeError('mine');
      const fail = (): never => {
        throw mine;
      };
      const data = {
        step: [1],
        data: {
          *[Symbol.iterator]() {
            yield fail();
          },
        },
        'async data': {
          async *[Symbol.asyncIterator]() {
            yield await Promise.reject(mine);
          },
        },
        callback: [1],
        listener: [1],
      }[from] as Iterable<number>;
      const { seen, onEvent } = recorder();
      const running = fit(from === 'step' ? fail : step, data, {
        signal: new AbortController().signal,
        callbacks: [(event) => (from === 'callback' && event.type === 'step' ? fail() : undefined)],
        onEvent: (event) => {
          onEvent(event);
          if (from === 'listener' && event.type !== 'start') fail();
        },
      });
      await expect(running).rejects.toBe(mine);
      expect(seen.at(-1)).toMatch(/^end/);
    },
  );

  it('rejects with an AbortError before the first step, and after the step that is running', async () => {
    const early = fit(step, [1], { signal: AbortSignal.abort() });
    await expect(early).rejects.toMatchObject({ name: 'AbortError' });
    const controller = new AbortController();
    let steps = 0;
    let reason: unknown;
    const running = fit(
      () => {
        if (++steps === 3) controller.abort();
        return 0;
      },
      {
        *[Symbol.iterator]() {
          for (;;) yield 1;
        },
      },
      { signal: controller.signal, onEvent: (event) => (reason = event.type === 'end' && event.reason) },
    );
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(steps).toBe(3);
    expect(reason).toBe('aborted');
  });

  it('does not wait for data that never comes', async () => {
    const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
    const hanging = {
      async *[Symbol.asyncIterator]() {
        yield await new Promise<number>(() => {});
      },
    };
    for (const data of [never, hanging]) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new Error('enough')), 5);
      await expect(fit(step, data, { signal: controller.signal })).rejects.toThrow('enough');
    }
  });

  it('lets timers and signals through a loop that never waits', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    const endless = {
      *[Symbol.iterator]() {
        for (;;) yield 1;
      },
    };
    await expect(fit(() => 0, endless, { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('says when a pass has no batches', async () => {
    await expect(fit(step, [])).rejects.toBeInstanceOf(DataError);
    await expect(fit(step, [1, 2].values(), { epochs: 2 })).rejects.toThrow(/pass 2 .* iterator can be read only once/);
  });

  it('names a wrong argument', async () => {
    await expect(fit(step, 3 as never)).rejects.toThrow(ArgumentError);
    await expect(fit('x' as never, [])).rejects.toThrow(/step must be a function/);
    await expect(fit(step, [1], { epochs: 0 })).rejects.toThrow(/epochs must be at least 1/);
    await expect(fit(step, [1], { step: 3 } as never)).rejects.toThrow(/Did you mean "steps"/);
  });
});
