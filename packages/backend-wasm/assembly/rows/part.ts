/** Up to three floats at the end of a row, as one register. */

/** The first `count` (1 to 3) of four floats at `address`; the other lanes have `rest`. */
// @ts-ignore: decorator
@inline
export function loadPart(address: usize, count: u32, rest: v128): v128 {
  let four = v128.load32_lane(address, rest, 0);
  if (count > 1) four = v128.load32_lane(address + 4, four, 1);
  if (count > 2) four = v128.load32_lane(address + 8, four, 2);
  return four;
}

/** Stores the first `count` (1 to 3) of four floats. */
// @ts-ignore: decorator
@inline
export function storePart(address: usize, four: v128, count: u32): void {
  v128.store32_lane(address, four, 0);
  if (count > 1) v128.store32_lane(address + 4, four, 1);
  if (count > 2) v128.store32_lane(address + 8, four, 2);
}
