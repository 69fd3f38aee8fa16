export type Source = (target: Uint32Array) => number;
export type PairSource = (a: Float32Array, b: Float32Array) => number;

export function sampled(count: number, seed?: number): Source;
export function everyBetween(first: number, end: number): Source;
export function neighborhoods(reach?: number): Source;
export function randomPairs(count: number, seed: number, span?: number): PairSource;
export function specialPairs(): PairSource;
