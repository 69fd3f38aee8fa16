import {
  broadcastTo,
  chunk,
  concat,
  flip,
  indexSelect,
  pad,
  type Padding,
  permute,
  repeatInterleave,
  reshape,
  roll,
  slice,
  split,
  stack,
  takeAlongAxis,
  type Tensor,
  tile,
  transpose,
  tril,
  triu,
  unfold,
} from '@ostinato/tensor';
import { Uncovered } from '../config.ts';
import type { Op } from './ops-rows.ts';

/** `[1:6:2, -3:]` applied axis by axis. */
function pythonSlice(x: Tensor<'float32'>, ranges: readonly string[]): Tensor<'float32'> {
  return ranges.reduce((part, range, axis) => {
    const [start, end, step] = range.split(':').map((text) => (text.trim() === '' ? undefined : Number(text)));
    return slice(part, axis, start, end, step);
  }, x);
}

/** Ops that move elements without computing. */
export const movementOps: Readonly<Record<string, Op>> = {
  cat: (config) => {
    const axis = config.number('dim', 0);
    return (inputs) => concat(inputs.floats(), axis);
  },
  chunk: (config) => {
    const [count, axis] = [config.number('chunks'), config.number('dim', 0)];
    return (inputs) => chunk(inputs.float('x'), count, axis);
  },
  expand: (config) => {
    const sizes = config.numbers('sizes');
    return (inputs) => broadcastTo(inputs.float('x'), sizes);
  },
  flip: (config) => {
    const axes = config.numbers('dims');
    return (inputs) => flip(inputs.float('x'), axes);
  },
  gather: (config) => {
    const axis = config.number('dim');
    return (inputs) => takeAlongAxis(inputs.float('x'), inputs.int('index'), axis);
  },
  index_select: (config) => {
    const axis = config.number('dim');
    return (inputs) => indexSelect(inputs.float('x'), inputs.int('index'), axis);
  },
  pad: (config) => {
    const [sizes, value] = [config.numbers('pad_last_dim_first'), config.number('value', 0)];
    return (inputs) => {
      const x = inputs.float('x');
      const padding = x.shape.map(
        (_, axis): Padding => [sizes[2 * (x.rank - 1 - axis)] ?? 0, sizes[2 * (x.rank - 1 - axis) + 1] ?? 0],
      );
      return pad(x, padding, value);
    };
  },
  repeat: (config) => {
    const repeats = config.numbers('repeats');
    return (inputs) => tile(inputs.float('x'), repeats);
  },
  repeat_interleave: (config) => {
    const [repeats, axis] = [config.number('repeats'), config.number('dim')];
    return (inputs) => repeatInterleave(inputs.float('x'), repeats, axis);
  },
  reshape: (config) => {
    const shape = /^transpose then reshape \[([\d, ]+)\]$/.exec(config.text('steps'))?.[1]?.split(',').map(Number);
    if (shape === undefined) throw new Uncovered(`steps ${config.text('steps')}`);
    return (inputs) => reshape(transpose(inputs.float('x')), shape);
  },
  roll: (config) => {
    const [shift, axis] = [config.number('shifts'), config.has('dims') ? config.number('dims') : undefined];
    return (inputs) => roll(inputs.float('x'), shift, axis);
  },
  slice: (config) => {
    const ranges = /^\[([-\d:, ]+)\]$/.exec(config.text('slice'))?.[1]?.split(',');
    if (ranges?.every((range) => range.includes(':')) !== true) throw new Uncovered(`slice ${config.text('slice')}`);
    return (inputs) => pythonSlice(inputs.float('x'), ranges);
  },
  split: (config) => {
    const [size, axis] = [config.number('split_size'), config.number('dim', 0)];
    return (inputs) => {
      const x = inputs.float('x');
      const whole = x.shape.at(axis)!;
      const parts = Array.from({ length: Math.ceil(whole / size) }, (_, i) => Math.min(size, whole - i * size));
      return split(x, parts, axis);
    };
  },
  stack: (config) => {
    const axis = config.number('dim', 0);
    return (inputs) => stack(inputs.floats(), axis);
  },
  transpose: (config) => {
    const order = config.numbers('dims');
    return (inputs) => permute(inputs.float('x'), order);
  },
  tril: (config) => {
    const diagonal = config.number('diagonal', 0);
    return (inputs) => tril(inputs.float('x'), diagonal);
  },
  triu: (config) => {
    const diagonal = config.number('diagonal', 0);
    return (inputs) => triu(inputs.float('x'), diagonal);
  },
  unfold: (config) => {
    const [axis, size, step] = [config.number('dim'), config.number('size'), config.number('step')];
    return (inputs) => unfold(inputs.float('x'), axis, size, { step });
  },
};
