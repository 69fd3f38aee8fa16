import type { AnyKernel, Backend, KernelName } from '@ostinato/backend';
import { describe, expect, it } from 'vitest';
import { IndexFault } from '../runner.ts';
import { CallLog } from './call-log.ts';
import { LiveNumber } from './live-number.ts';
import { StepProgram } from './step-program.ts';

/** A backend that hands out addresses and does nothing. */
function memory(from: number) {
  const live = new Map<number, number>();
  let next = from;
  const allocate = (_: string, bytes: number): number => {
    const address = next;
    next += Math.max(64, Math.ceil(bytes / 64) * 64);
    live.set(address, bytes);
    return address;
  };
  const writes: [number, readonly number[]][] = [];
  const write = (address: number, _: string, data: ArrayLike<number>): number =>
    writes.push([address, Array.from(data)]);
  const copies: unknown[][] = [];
  const kernels = { 'copy.bool': (...args: unknown[]) => void copies.push(args) };
  const backend = { allocate, write, kernels, free: (address: number) => live.delete(address) } as unknown as Backend;
  return { backend, live, writes, copies };
}

/** Notes calls and the arguments they get. */
function watched(name: KernelName, log: CallLog, returns?: number) {
  const calls: (readonly unknown[])[] = [];
  const kernel: AnyKernel = (...args) => {
    calls.push(args);
    return returns;
  };
  return { calls, call: (...args: unknown[]) => log.call(name, kernel, args) };
}

const observation = {
  blockAt: (address: number) => ({ address: Math.floor(address / 100) * 100, bytes: 100 }),
  stop: () => {},
};

describe('a list of calls', () => {
  it('runs in memory of its own, which blocks share that do not live together', () => {
    const log = new CallLog();
    const tanh = watched('unary.tanh', log);
    log.allocated(1000, 400);
    tanh.call(1000, 40, 1, 100, 100, 100);
    log.allocated(2000, 400);
    tanh.call(2000, 1000, 1, 100, 100, 100);
    log.freed(1000);
    log.allocated(1000, 400); // the same place, another block
    tanh.call(1000, 2000, 1, 100, 100, 100);
    const { backend } = memory(8000);
    const result = log.placeOf(1004);
    const program = new StepProgram(backend, log, observation, [{ address: 0, bytes: 100 }], [result]);
    tanh.calls.length = 0;
    program.run();
    const [first, second, third] = tanh.calls as number[][];
    expect(first![1]).toBe(40);
    expect([second![1], third![1]]).toEqual([first![0], second![0]]);
    expect(third![0]).toBe(first![0]);
    expect(program.addressOf(result)).toBe(third![0]! + 4);
    expect(program.bytes).toBe(896);
  });

  it('writes constants once, and what kernels change before every run', () => {
    const log = new CallLog();
    const add = watched('binary.add', log);
    for (const address of [1000, 2000]) {
      log.allocated(address, 8);
      log.written(address, 'float32', Float32Array.of(address, 7));
    }
    add.call(2000, 2000, 1000, 1, 2, 2, 2, 2, 1, 1);
    add.call(2000, 2000, 40, 1, 2, 2, 2, 2, 1, 1);
    const { backend, writes } = memory(8000);
    const program = new StepProgram(backend, log, observation, [{ address: 0, bytes: 100 }], []);
    for (let i = 0; i < 2; i++) program.run();
    expect(writes.map(([, data]) => data)).toEqual([
      [1000, 7],
      [2000, 7],
      [2000, 7],
    ]);
  });

  it('works numbers out anew, tells effects where places are, and copies what belongs to others', () => {
    const log = new CallLog();
    const scale = watched('scalar.mul', log);
    const seen: number[] = [];
    let number = 3;
    log.allocated(1000, 8);
    scale.call(1000, 300, 1, 2, 2, 2, new LiveNumber(() => number));
    const place = log.placeOf(1000);
    log.effect((addressOf) => seen.push(addressOf(place)), [place]);
    const { backend, copies, live } = memory(8000);
    const program = new StepProgram(backend, log, observation, [], []);
    expect(copies).toEqual([[8064, 300, 1, 100, 100, 100]]);
    number = 5;
    program.run();
    expect(scale.calls.map((args) => args.at(-1))).toEqual([3, 5]);
    expect(scale.calls[1]!.slice(0, 2)).toEqual([8000, 8064]);
    expect(seen).toEqual([8000]);
    program.dispose();
    expect(live.size).toBe(0);
  });

  it('repeats what depends on parameters alone only when they have changed', () => {
    const log = new CallLog();
    const tanh = watched('unary.tanh', log);
    const size = [1, 2, 2, 2];
    for (const address of [1000, 2000, 3000, 4000]) log.allocated(address, 8);
    tanh.call(1000, 500, ...size); // of a parameter
    tanh.call(2000, 1000, ...size);
    tanh.call(3000, 40, ...size); // of an argument
    tanh.call(3000, 2000, ...size); // in the place of what varies
    tanh.call(2000, 3000, ...size); // changes what was made of the parameter
    tanh.call(4000, 1000, ...size);
    tanh.call(600, 1000, ...size); // another parameter is written
    tanh.call(4000, 600, ...size);
    const { backend } = memory(8000);
    let version = 0;
    const parameters = [500, 600].map((address) => ({ address, bytes: 8, version: () => version }));
    const program = new StepProgram(backend, log, observation, [{ address: 0, bytes: 100 }, ...parameters], []);
    const runs = (): number => {
      tanh.calls.length = 0;
      program.run();
      return tanh.calls.length;
    };
    expect([runs(), runs(), ++version, runs(), runs()]).toEqual([8, 7, 1, 8, 7]);
    expect(program.onceCalls.get('unary.tanh')).toBe(1);
  });

  it('stops at a bad index', () => {
    const log = new CallLog();
    const gather = watched('gatherRows.float32', log, 2);
    gather.call(10, 20, 30, 1, 1, 1, 1, 1);
    const program = new StepProgram(memory(8000).backend, log, observation, [{ address: 0, bytes: 100 }], []);
    expect(() => program.run()).toThrow(IndexFault);
  });
});
