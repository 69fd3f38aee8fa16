/** Side of the squares in which large matrices are transposed, so that both sides stay in the cache. */
const square: u32 = 32;

/** Puts `x[j, i]` into `out[i, j]` for `rows` x `cols` words of `out`; strides in bytes, of any sign. */
// @ts-ignore: decorator
@inline
export function transpose<S>(out: usize, x: usize, rows: u32, cols: u32, outStride: isize, xStride: isize): void {
  for (let i: u32 = 0; i < rows; i += square) {
    for (let j: u32 = 0; j < cols; j += square) {
      const o = out + <isize>i * outStride + (<usize>j << 2);
      const p = x + (<usize>i << 2) + <isize>j * xStride;
      transposeSquare<S>(o, p, min(square, rows - i), min(square, cols - j), outStride, xStride);
    }
  }
}

// @ts-ignore: decorator
@inline
function transposeSquare<S>(out: usize, x: usize, rows: u32, cols: u32, outStride: isize, xStride: isize): void {
  const sink = changetype<S>(0);
  const whole = cols & ~3;
  let i: u32 = 0;
  for (; i + 4 <= rows; i += 4) {
    for (let j: u32 = 0; j < whole; j += 4) {
      transposeFour<S>(out + (<usize>j << 2), x + <isize>j * xStride, outStride, xStride);
    }
    for (let k: u32 = 0; k < 4; k++, out += outStride, x += 4) {
      for (let j = whole; j < cols; j++) sink.one(out + (<usize>j << 2), load<f32>(x + <isize>j * xStride));
    }
  }
  for (; i < rows; i++, out += outStride, x += 4) {
    for (let j: u32 = 0; j < cols; j++) sink.one(out + (<usize>j << 2), load<f32>(x + <isize>j * xStride));
  }
}

/** Four rows of four words become four columns. */
// @ts-ignore: decorator
@inline
function transposeFour<S>(out: usize, x: usize, outStride: isize, xStride: isize): void {
  const sink = changetype<S>(0);
  const a = v128.load(x);
  const b = v128.load(x + xStride);
  const c = v128.load(x + 2 * xStride);
  const d = v128.load(x + 3 * xStride);
  const abLow = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cdLow = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  sink.four(out, v128.shuffle<i64>(abLow, cdLow, 0, 2));
  sink.four(out + outStride, v128.shuffle<i64>(abLow, cdLow, 1, 3));
  sink.four(out + 2 * outStride, v128.shuffle<i64>(abHigh, cdHigh, 0, 2));
  sink.four(out + 3 * outStride, v128.shuffle<i64>(abHigh, cdHigh, 1, 3));
}
