import type { Backend } from '@ostinato/backend';
import {
  add,
  compile,
  embedding,
  hostEffect,
  mul,
  parameter,
  RandomGenerator,
  tensor,
  type Tensor,
  uniform,
} from '@ostinato/tensor';
import { caught, expectSame, text } from '../laws/law.ts';
import { inScope, lists, numbers } from './compile-laws.ts';

type Floats = Tensor<'float32'>;

/** What holds where a compiled function cannot go on, on any backend. */
export const compileFaultLaws: Readonly<Record<string, (backend: Backend) => Promise<void>>> = {
  'refuses to read values and to decide by numbers, and leaves nothing behind': async (backend) => {
    if (!lists(backend)) return;
    const { bytes } = backend.memory();
    const refused = async (what: string, fn: (x: Floats, k: number) => Tensor): Promise<void> => {
      const error = await caught(() => inScope(backend, () => void compile(fn)(tensor([1, 2]), 3)));
      if ((error as { code?: string } | undefined)?.code !== 'STATE_RECORDING')
        throw new Error(`${what}: expected a StateError, got ${String(error)}`);
      expectSame(`bytes after ${what}`, backend.memory().bytes, bytes);
    };
    await refused('dataSync', (x) => mul(x, x.dataSync()[0]!));
    await refused('a comparison', (x, k) => (k > 2 ? x : mul(x, 2)));
    await refused('arithmetic', (x, k) => mul(x, k + 1));
  },

  'refuses to free what was there before': async (backend) => {
    if (!lists(backend)) return;
    inScope(backend, () => {
      const around = tensor([1, 2]);
      const error = (() => {
        try {
          compile((x: Floats) => {
            const sums = add(around, x);
            around.dispose();
            return sums;
          })(tensor([1, 1]));
          return undefined;
        } catch (caughtError) {
          return caughtError as { code?: string };
        }
      })();
      expectSame('the code of the error', error?.code, 'STATE_RECORDING');
    });
  },

  'leaves everything else as it is at a bad index': async (backend) =>
    inScope(backend, () => {
      const table = parameter(tensor(numbers(6, 3), [3, 2]));
      const made = () => ({ calls: parameter(tensor([0])), own: new RandomGenerator(4), steps: 0 });
      const fnOf = (m: ReturnType<typeof made>) => (ids: Tensor<'int32'>) => {
        m.calls.assign(add(m.calls, 1));
        hostEffect(() => m.steps++);
        const noise = uniform([2], { generator: m.own });
        return add(embedding(table, ids), noise);
      };
      const [one, other] = [made(), made()];
      const [plain, compiled] = [fnOf(one), compile(fnOf(other))];
      for (const id of [0, 1, 7, 2, 9, 1]) {
        const ids = tensor([id], { dtype: 'int32' }) as Tensor<'int32'>;
        const outcome = (fn: (x: Tensor<'int32'>) => Floats): string => {
          try {
            return text(fn(ids).dataSync());
          } catch (error) {
            return (error as Error).message;
          }
        };
        expectSame(`index ${id}`, outcome(compiled), outcome(plain));
        expectSame(`calls after index ${id}`, other.calls.dataSync()[0], one.calls.dataSync()[0]);
        expectSame(`draws after index ${id}`, other.own.draws, one.own.draws);
        expectSame(`steps after index ${id}`, other.steps, one.steps);
      }
      compiled.dispose();
      for (const box of [table, one.calls, other.calls]) box.dispose();
    }),

  'says of a bad index what the function says': async (backend) =>
    inScope(backend, () => {
      const table = parameter(tensor(numbers(6, 3), [3, 2]));
      const lookUp = (ids: Tensor<'int32'>): Floats => embedding(table, ids);
      const compiled = compile(lookUp);
      const at = (...ids: number[]): Tensor<'int32'> => tensor(ids, { dtype: 'int32' });
      expectSame('rows', text(compiled(at(0, 2)).dataSync()), text(lookUp(at(0, 2)).dataSync()));
      expectSame('rows', text(compiled(at(2, 1)).dataSync()), text(lookUp(at(2, 1)).dataSync()));
      const message = (fn: () => unknown): string => {
        try {
          fn();
          return 'nothing';
        } catch (error) {
          return (error as Error).message;
        }
      };
      expectSame(
        'the error',
        message(() => compiled(at(1, 7))),
        message(() => lookUp(at(1, 7))),
      );
      compiled.dispose();
      table.dispose();
    }),
};
