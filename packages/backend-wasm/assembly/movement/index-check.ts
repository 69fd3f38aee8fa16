/** The first position of `index` that is not in [0, limit), or -1. */
export function firstBad(index: usize, rows: u32, cols: u32, stride: u32, limit: u32): i32 {
  for (let i: u32 = 0; i < rows; i++) {
    const row = index + ((<usize>(i * stride)) << 2);
    for (let j: u32 = 0; j < cols; j++) {
      // A negative index is a large unsigned number.
      if (load<u32>(row + ((<usize>j) << 2)) >= limit) return i * cols + j;
    }
  }
  return -1;
}
