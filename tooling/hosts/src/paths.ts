import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root: string = fileURLToPath(new URL('../../..', import.meta.url));

/** Where the programs of the pages are. */
export const pages: string = fileURLToPath(new URL('./pages', import.meta.url));

/** The program of the workers as it is published. */
export const workerFile: string = fileURLToPath(
  new URL('../../../packages/backend-wasm/dist/worker.js', import.meta.url),
);
