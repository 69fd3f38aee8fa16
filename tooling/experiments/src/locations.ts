import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Where data sets are: `OSTINATO_DATA`, or a folder beside the repository. */
export const dataFolder =
  process.env['OSTINATO_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));

/** Where results are left. */
export const results = fileURLToPath(new URL('../../../experiment-results', import.meta.url));
