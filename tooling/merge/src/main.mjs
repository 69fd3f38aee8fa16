// node main.mjs: merges the built package of the present folder, for Node.
import { merge } from './merge.mjs';

try {
  await merge(process.cwd());
} catch (error) {
  console.error(`merge: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
