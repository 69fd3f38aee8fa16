import { madd } from '../madd';
import { finish, Mode } from './tile';

/**
 * Six rows and eight columns of a product, as `tile4x8`; `spare` holds sums that are to be added. What is done with finished sums is a loop of its
 * own: a branch behind the first one costs V8 the registers of the sums.
 */
export function tile6x8(
  out: usize, outBytes: usize, a: usize, aBytes: usize, aStep: usize, b: usize, bBytes: usize, inner: u32, mode: u32,
  bias: usize, spare: usize,
): void {
  const sums = mode == Mode.ADD ? spare : out;
  const sumsBytes = mode == Mode.ADD ? 32 : outBytes;
  if (aBytes == 4 && aStep == 24) packedSums(sums, sumsBytes, a, b, bBytes, inner, mode == Mode.CONTINUE);
  else storedSums(sums, sumsBytes, a, aBytes, aStep, b, bBytes, inner, mode == Mode.CONTINUE);
  if (mode == Mode.ADD || bias != 0) {
    const last = mode == Mode.ADD ? Mode.ADD : Mode.SET;
    for (let i: usize = 0; i < 6; i++) {
      const from = sums + i * sumsBytes;
      finish(out + i * outBytes, v128.load(from), v128.load(from, 16), last, bias);
    }
  }
}

/** Rows of A where they stand: a pointer for each. */
function storedSums(
  out: usize, outBytes: usize, a: usize, aBytes: usize, aStep: usize, b: usize, bBytes: usize, inner: u32, goesOn: bool,
): void {
  sums6x8(out, outBytes, a, aBytes, aStep, b, bBytes, inner, goesOn, false);
}

/** Packed A: one pointer, and so some hundredths less time. */
function packedSums(
  out: usize, outBytes: usize, a: usize, b: usize, bBytes: usize, inner: u32, goesOn: bool,
): void {
  sums6x8(out, outBytes, a, 4, 24, b, bBytes, inner, goesOn, true);
}

// @ts-ignore: decorator
@inline
function sums6x8(
  out: usize, outBytes: usize, a: usize, aBytes: usize, aStep: usize, b: usize, bBytes: usize, inner: u32, goesOn: bool,
  isPacked: bool,
): void {
  const out1 = out + outBytes;
  const out2 = out1 + outBytes;
  const out3 = out2 + outBytes;
  const out4 = out3 + outBytes;
  const out5 = out4 + outBytes;
  let a0 = a;
  let a1 = a0 + aBytes;
  let a2 = a1 + aBytes;
  let a3 = a2 + aBytes;
  let a4 = a3 + aBytes;
  let a5 = a4 + aBytes;
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  if (goesOn) {
    c00 = v128.load(out);
    c01 = v128.load(out, 16);
    c10 = v128.load(out1);
    c11 = v128.load(out1, 16);
    c20 = v128.load(out2);
    c21 = v128.load(out2, 16);
    c30 = v128.load(out3);
    c31 = v128.load(out3, 16);
    c40 = v128.load(out4);
    c41 = v128.load(out4, 16);
    c50 = v128.load(out5);
    c51 = v128.load(out5, 16);
  }
  for (; inner != 0; inner--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a0);
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    x = isPacked ? v128.load32_splat(a0, 4) : v128.load32_splat(a1);
    c10 = madd(x, b0, c10);
    c11 = madd(x, b1, c11);
    x = isPacked ? v128.load32_splat(a0, 8) : v128.load32_splat(a2);
    c20 = madd(x, b0, c20);
    c21 = madd(x, b1, c21);
    x = isPacked ? v128.load32_splat(a0, 12) : v128.load32_splat(a3);
    c30 = madd(x, b0, c30);
    c31 = madd(x, b1, c31);
    x = isPacked ? v128.load32_splat(a0, 16) : v128.load32_splat(a4);
    c40 = madd(x, b0, c40);
    c41 = madd(x, b1, c41);
    x = isPacked ? v128.load32_splat(a0, 20) : v128.load32_splat(a5);
    c50 = madd(x, b0, c50);
    c51 = madd(x, b1, c51);
    a0 += aStep;
    if (!isPacked) {
      a1 += aStep;
      a2 += aStep;
      a3 += aStep;
      a4 += aStep;
      a5 += aStep;
    }
    b += bBytes;
  }
  v128.store(out, c00);
  v128.store(out, c01, 16);
  v128.store(out1, c10);
  v128.store(out1, c11, 16);
  v128.store(out2, c20);
  v128.store(out2, c21, 16);
  v128.store(out3, c30);
  v128.store(out3, c31, 16);
  v128.store(out4, c40);
  v128.store(out4, c41, 16);
  v128.store(out5, c50);
  v128.store(out5, c51, 16);
}
