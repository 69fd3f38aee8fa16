import { transform, type TransformFailure } from 'esbuild';
import type { Example } from './example.ts';
import type { Failure } from './failure.ts';

/**
 * Whether an example is written correctly: all that can be asked of a fragment, and to be asked first of the others,
 * since the compiler checks no types while there is an error of syntax in any file.
 */
export async function parseExample(example: Example): Promise<Failure[]> {
  try {
    await transform(example.code, { loader: example.language, format: 'esm', target: 'esnext', logLevel: 'silent' });
    return [];
  } catch (error) {
    const { errors } = error as TransformFailure;
    return errors.map(({ text, location }) => ({
      example,
      line: location?.line ?? 1,
      problem: `does not parse: ${text}`,
    }));
  }
}
