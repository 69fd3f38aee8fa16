/** 64 of the first 256 binary places of 2 / pi, from place 64 k on. */
// @ts-ignore: decorator
@inline
function places(k: u32): u64 {
  if (k === 0) return 0xa2f9836e4e441529;
  if (k === 1) return 0xfc2757d1f534ddc0;
  return k === 2 ? 0xdb6295993c439041 : 0xfe5163abdebbc561;
}

/** 64 binary places of 2 / pi from any place on. */
function placesFrom(place: u32): u64 {
  const k = place >> 6;
  const shift = <u64>(place & 63);
  return shift === 0 ? places(k) : (places(k) << shift) | (places(k + 1) >> (64 - shift));
}

/**
 * The angle x, a float of at least 2 ** 25, as a part of a full turn in units of 2 ** -64. x / (2 pi) is an integer
 * mantissa times binary places of 2 / pi, of which those matter that lie below whole turns (Payne and Hanek 1983).
 */
export function turnsOf(x: f32): u64 {
  const bits = reinterpret<u32>(x);
  const mantissa = <u64>((bits & 0x7fffff) | 0x800000);
  const place = ((bits >> 23) & 255) - 152;
  const turns = mantissa * placesFrom(place) + ((mantissa * (placesFrom(place + 64) >> 32)) >> 32);
  return bits >> 31 ? 0 - turns : turns;
}

/** The nearest whole number of quarter turns. */
// @ts-ignore: decorator
@inline
export function nearestQuarter(turns: u64): u64 {
  return (turns + 0x2000000000000000) >> 62;
}

/** The angle from the nearest whole quarter turn on, in radians. */
// @ts-ignore: decorator
@inline
export function beside(turns: u64): f64 {
  return <f64>(<i64>(turns - (nearestQuarter(turns) << 62))) * (1.5707963267948966 / 4611686018427387904.0);
}
