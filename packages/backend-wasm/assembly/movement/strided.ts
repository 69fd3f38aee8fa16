import { fillWords, moveBytes } from '../move';
import { axis, setAxes } from './axis';
import { Put } from './sink';
import { transpose } from './transpose';

/** Contiguous tensors from strided views: permute, slice, flip, broadcast and unfold. */

/** Elements of 4 bytes from axis `i` on. */
function copyWords(i: u32, out: usize, x: usize): void {
  if (i == 4) return copyPlane(out, x);
  const size = axis(i).size;
  const dense = axis(i).dense;
  const view = axis(i).view;
  for (let k: u32 = 0; k < size; k++, out += dense, x += view) copyWords(i + 1, out, x);
}

/** The two last axes. */
function copyPlane(out: usize, x: usize): void {
  const rows = axis(4).size;
  const cols = axis(5).size;
  const dense = axis(4).dense;
  const down = axis(4).view;
  const along = axis(5).view;
  if (along == 4) {
    for (let i: u32 = 0; i < rows; i++, out += dense, x += down) moveBytes(out, x, (<usize>cols) << 2);
  } else if (down == 4) {
    transpose<Put>(out, x, rows, cols, dense, along);
  } else if (along == 0) {
    if (cols == 0) return;
    for (let i: u32 = 0; i < rows; i++, out += dense, x += down) fillWords(out, cols, load<u32>(x));
  } else {
    for (let i: u32 = 0; i < rows; i++, out += dense, x += down) {
      const end = out + ((<usize>cols) << 2);
      let from = x;
      for (let to = out; to < end; to += 4, from += along) store<u32>(to, load<u32>(from));
    }
  }
}

/** Elements of 1 byte from axis `i` on. */
function copyBytes(i: u32, out: usize, x: usize): void {
  const size = axis(i).size;
  const dense = axis(i).dense;
  const view = axis(i).view;
  if (i < 5) for (let k: u32 = 0; k < size; k++, out += dense, x += view) copyBytes(i + 1, out, x);
  else if (view == 1) moveBytes(out, x, size);
  else for (let k: u32 = 0; k < size; k++, out += 1, x += view) store<u8>(out, load<u8>(x));
}

export function strided_float32(
  out: usize,
  x: usize,
  n0: u32,
  n1: u32,
  n2: u32,
  n3: u32,
  n4: u32,
  n5: u32,
  s0: i32,
  s1: i32,
  s2: i32,
  s3: i32,
  s4: i32,
  s5: i32,
  offset: i32,
): void {
  setAxes(4, n0, n1, n2, n3, n4, n5, s0, s1, s2, s3, s4, s5);
  copyWords(0, out, x + ((<isize>offset) << 2));
}

export function strided_int32(
  out: usize,
  x: usize,
  n0: u32,
  n1: u32,
  n2: u32,
  n3: u32,
  n4: u32,
  n5: u32,
  s0: i32,
  s1: i32,
  s2: i32,
  s3: i32,
  s4: i32,
  s5: i32,
  offset: i32,
): void {
  setAxes(4, n0, n1, n2, n3, n4, n5, s0, s1, s2, s3, s4, s5);
  copyWords(0, out, x + ((<isize>offset) << 2));
}

export function strided_bool(
  out: usize,
  x: usize,
  n0: u32,
  n1: u32,
  n2: u32,
  n3: u32,
  n4: u32,
  n5: u32,
  s0: i32,
  s1: i32,
  s2: i32,
  s3: i32,
  s4: i32,
  s5: i32,
  offset: i32,
): void {
  setAxes(1, n0, n1, n2, n3, n4, n5, s0, s1, s2, s3, s4, s5);
  copyBytes(0, out, x + <isize>offset);
}
