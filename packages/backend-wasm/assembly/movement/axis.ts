import { scratch } from '../scratch';

/**
 * One of the six axes of a walk over a contiguous tensor and a strided view of another, in working space. Steps are in
 * bytes, from one position to the next.
 */
@unmanaged
export class Axis {
  size: u32;
  /** In the contiguous tensor. */
  dense: isize;
  /** In the view. */
  view: isize;
}

/** Axis `i` of the walk, 0 to 5 from the outside in. */
// @ts-ignore: decorator
@inline
export function axis(i: u32): Axis {
  return changetype<Axis>(scratch + <usize>i * offsetof<Axis>());
}

/** Sets an axis, from the last to the first: an outer step of the contiguous tensor is all that is within. */
// @ts-ignore: decorator
@inline
function setAxis(i: u32, size: u32, stride: i32, bytes: isize): void {
  const one = axis(i);
  one.size = size;
  one.dense = i == 5 ? bytes : axis(i + 1).dense * <isize>axis(i + 1).size;
  one.view = <isize>stride * bytes;
}

/**
 * Sets all axes for elements of `bytes` bytes. Where the view is not contiguous along the last axis but along another,
 * that one comes next to the last: the two make planes that can be transposed.
 */
export function setAxes(
  bytes: isize,
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
): void {
  setAxis(5, n5, s5, bytes);
  setAxis(4, n4, s4, bytes);
  setAxis(3, n3, s3, bytes);
  setAxis(2, n2, s2, bytes);
  setAxis(1, n1, s1, bytes);
  setAxis(0, n0, s0, bytes);
  if (s5 == 1) return;
  for (let i: i32 = 4; i >= 0; i--) {
    if (axis(i).view == bytes && axis(i).size > 1) {
      exchange(axis(i), axis(4));
      return;
    }
  }
}

function exchange(a: Axis, b: Axis): void {
  const size = a.size;
  const dense = a.dense;
  const view = a.view;
  a.size = b.size;
  a.dense = b.dense;
  a.view = b.view;
  b.size = size;
  b.dense = dense;
  b.view = view;
}
