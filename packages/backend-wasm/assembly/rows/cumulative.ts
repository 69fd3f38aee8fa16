/** Each element of a row combined with all before it, in double precision. */

export function row_cumsum(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + ((<usize>(i * outStride)) << 2);
    let p = x + ((<usize>(i * xStride)) << 2);
    const end = o + ((<usize>cols) << 2);
    let sum: f64 = 0;
    for (; o < end; o += 4, p += 4) {
      sum += load<f32>(p);
      store<f32>(o, <f32>sum);
    }
  }
}

export function row_cumprod(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + ((<usize>(i * outStride)) << 2);
    let p = x + ((<usize>(i * xStride)) << 2);
    const end = o + ((<usize>cols) << 2);
    let product: f64 = 1;
    for (; o < end; o += 4, p += 4) {
      product *= load<f32>(p);
      store<f32>(o, <f32>product);
    }
  }
}
