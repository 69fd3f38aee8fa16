/** Compares numbers one by one; `what` names them. */
export function compare(
  what: string,
  got: ArrayLike<number>,
  wanted: ArrayLike<number>,
  absolute: number,
  relative: number,
): void {
  if (got.length !== wanted.length) throw new Error(`${what} has ${got.length} elements, expected ${wanted.length}`);
  for (let at = 0; at < wanted.length; at++) {
    const [mine, right] = [got[at]!, wanted[at]!];
    const near = Number.isFinite(right) && Math.abs(mine - right) <= absolute + relative * Math.abs(right);
    if (near || Object.is(mine, right)) continue;
    throw new Error(`${what}: element ${at} is ${mine}, expected ${right}`);
  }
}
