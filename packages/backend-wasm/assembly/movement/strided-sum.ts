import { addWords } from '../move';
import { sumOf } from '../rows/sum';
import { axis, setAxes } from './axis';
import { AddTo } from './sink';
import { transpose } from './transpose';

/** Adds contiguous elements to a strided view from axis `i` on. */
function addAxes(i: u32, out: usize, x: usize): void {
  if (i == 4) return addPlane(out, x);
  const size = axis(i).size;
  const dense = axis(i).dense;
  const view = axis(i).view;
  for (let k: u32 = 0; k < size; k++, out += view, x += dense) addAxes(i + 1, out, x);
}

/** The two last axes. */
function addPlane(out: usize, x: usize): void {
  const rows = axis(4).size;
  const cols = axis(5).size;
  const dense = axis(4).dense;
  const down = axis(4).view;
  const along = axis(5).view;
  if (along == 4) {
    for (let i: u32 = 0; i < rows; i++, out += down, x += dense) addWords(out, x, cols);
  } else if (down == 4) {
    transpose<AddTo>(out, x, cols, rows, along, dense);
  } else if (along == 0) {
    if (cols == 0) return;
    for (let i: u32 = 0; i < rows; i++, out += down, x += dense) store<f32>(out, load<f32>(out) + <f32>sumOf(x, cols));
  } else {
    for (let i: u32 = 0; i < rows; i++, out += down, x += dense) {
      const end = x + ((<usize>cols) << 2);
      let to = out;
      for (let from = x; from < end; from += 4, to += along) store<f32>(to, load<f32>(to) + load<f32>(from));
    }
  }
}

/** The transpose of `strided`: `out [count]` is zero, then `out[offset + i0 s0 + ...]` sums contiguous `x [n0..n5]`. */
export function stridedSum(
  out: usize,
  x: usize,
  count: u32,
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
  memory.fill(out, 0, (<usize>count) << 2);
  setAxes(4, n0, n1, n2, n3, n4, n5, s0, s1, s2, s3, s4, s5);
  addAxes(0, out + ((<isize>offset) << 2), x);
}
