// For test runs: what the sources import of binaries is built before they are read.
import { buildIfStale } from './build-wasm.mjs';

export const setup = buildIfStale;
