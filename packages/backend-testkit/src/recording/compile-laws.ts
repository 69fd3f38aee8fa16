import type { Backend } from '@ostinato/backend';
import {
  add,
  bernoulli,
  buffer,
  compile,
  explain,
  hostEffect,
  hostNumber,
  inspect,
  linear,
  manualSeed,
  maximum,
  mul,
  parameter,
  RandomGenerator,
  scan,
  square,
  sub,
  sum,
  tanh,
  type Tensor,
  tensor,
  tidy,
  training,
  trainingGenerator,
  uniform,
  valueAndGrad,
  where,
  withBackend,
  zeros,
} from '@ostinato/tensor';
import { caught, expectSame, text } from '../laws/law.ts';

type Floats = Tensor<'float32'>;

/** Numbers that differ from call to call. */
export const numbers = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(1 + seed * 7.3 + i * 1.7));

/** Zeros where a draw says so. */
const drop = (x: Floats, rate: number, generator: RandomGenerator): Floats =>
  where(bernoulli(x.shape, rate, { generator }), 0, x);

/** Whether compiled functions are compiled here: they run as they are on backends that do not list their calls. */
export const lists = (backend: Backend): boolean => backend.observe !== undefined;

/** Runs `check` with the backend, in a scope of its own. */
export const inScope = (backend: Backend, check: () => void): void => withBackend(backend, () => tidy(check));

/** Calls a function and its compiled form with the same arguments, and compares all results to the bit. */
function equalsItself<A extends unknown[]>(
  what: string,
  fn: (...args: A) => readonly Tensor[],
  argumentsOf: (call: number) => A,
  before: (call: number) => void = () => {},
  calls = 4,
): void {
  const compiled = compile(fn);
  try {
    for (let call = 0; call < calls; call++) {
      tidy(() => {
        before(call);
        const wanted = fn(...argumentsOf(call)).map((x) => text(x.dataSync()));
        before(call);
        const got = compiled(...argumentsOf(call)).map((x) => text(x.dataSync()));
        for (const [i, each] of wanted.entries()) expectSame(`${what}, call ${call}, result ${i}`, got[i], each);
      });
    }
  } finally {
    compiled.dispose();
  }
}

/** What holds for functions that are compiled, on any backend. */
export const compileLaws: Readonly<Record<string, (backend: Backend) => Promise<void>>> = {
  'gives what the function gives, for new values of tensors and numbers': async (backend) =>
    inScope(backend, () => {
      equalsItself(
        'ops',
        (x: Floats, { y }: { y: Floats }, [k]: readonly [number]) => [
          add(mul(tanh(x), k), y),
          maximum(sub(k, x), k),
          sum(where(tensor([true, false, true]), x, k)),
          x,
        ],
        (call): [Floats, { y: Floats }, readonly [number]] => [
          tensor(numbers(6, call), [2, 3]),
          { y: tensor(numbers(3, call + 50), [3]) },
          [call - 1.5],
        ],
      );
    }),

  'runs once for each form of its arguments, then only its calls': async (backend) =>
    inScope(backend, () => {
      let runs = 0;
      const compiled = compile((x: Floats) => {
        runs++;
        return sum(square(x));
      });
      const of = (count: number): number => compiled(tensor(numbers(count, count), [count])).dataSync()[0]!;
      for (const count of [3, 3, 4, 3, 4, 4]) of(count);
      training({}, () => of(3));
      expectSame('runs of the function', runs, lists(backend) ? 3 : 7);
      expectSame('programs', compiled.programs.length, lists(backend) ? 3 : 0);
      for (let count = 5; count < 40; count++) of(count);
      if (compiled.programs.length > 16) throw new Error(`${compiled.programs.length} programs are kept`);
      if (lists(backend)) {
        const text = explain(compiled);
        if (!/For float32\[39\]: argument 0 is float32\[39\], not float32\[38\]\.\n2 calls/.test(text))
          throw new Error(`explain does not say why: ${text}`);
      }
      compiled.dispose();
      expectSame('programs that are left', compiled.programs.length, 0);
    }),

  'differentiates, assigns and counts versions as the function does': async (backend) =>
    inScope(backend, () => {
      const made = () => ({
        w: parameter(tensor(numbers(6, 1), [2, 3])),
        late: parameter({ shape: [2], draw: () => numbers(2, 9) }),
        mean: buffer(tensor([0.5])),
        count: 0,
      });
      const stepOf = (m: ReturnType<typeof made>) => (x: Floats, rate: number) => {
        const { value, gradients } = valueAndGrad([m.w, m.late], () => sum(square(linear(x, m.w, m.late))));
        m.w.assign(sub(m.w, mul(gradients[0]!, rate)));
        m.late.assign(
          sub(
            m.late,
            mul(
              gradients[1]!,
              hostNumber(() => 1 / (m.count + 10)),
            ),
          ),
        );
        m.mean.assign(add(mul(m.mean, 0.9), mul(value, 0.1)));
        hostEffect(() => m.count++);
        return value;
      };
      const [one, other] = [made(), made()];
      const [plain, compiled] = [stepOf(one), compile(stepOf(other))];
      for (let call = 0; call < 5; call++) {
        const x = tensor(numbers(12, call), [4, 3]);
        expectSame('loss', text(compiled(x, 0.01 * call).dataSync()), text(plain(x, 0.01 * call).dataSync()));
        for (const name of ['w', 'late', 'mean'] as const) {
          expectSame(name, text(other[name].dataSync()), text(one[name].dataSync()));
          expectSame(`version of ${name}`, other[name].version, one[name].version);
        }
        expectSame('count', other.count, one.count);
      }
      compiled.dispose();
      for (const { w, late, mean } of [one, other]) for (const box of [w, late, mean]) box.dispose();
    }),

  'follows parameters that change between calls': async (backend) =>
    inScope(backend, () => {
      const w = parameter(tensor(numbers(20, 1), [5, 4]));
      const b = parameter(tensor(numbers(5, 2), [5]));
      const fn = (x: Floats): Tensor[] => {
        const scale = mul(tanh(b), 3); // of parameters alone
        return [mul(linear(x, w, b), scale), sum(square(w)), add(linear(mul(x, 2), w), scale)];
      };
      const compiled = compile(fn);
      for (let call = 0; call < 8; call++) {
        if (call % 3 === 2) w.assign(numbers(20, call));
        if (call === 4) b.assign(numbers(5, call));
        for (const rows of [1, 3, 9]) {
          const x = tensor(numbers(rows * 4, call), [rows, 4]);
          const wanted = fn(x).map((each) => text(each.dataSync()));
          for (const [i, got] of compiled(x).entries())
            expectSame(`call ${call}, ${rows} rows, result ${i}`, text(got.dataSync()), wanted[i]);
        }
      }
      compiled.dispose();
      w.dispose();
      b.dispose();
    }),

  'follows the weights of its products': async (backend) =>
    inScope(backend, () => {
      const weights = [1, 2].map((seed) => parameter(tensor(numbers(64, seed), [8, 8])));
      const fn = (x: Floats): Floats => linear(tanh(linear(x, weights[0]!)), weights[1]!);
      const compiled = compile(fn);
      for (let call = 0; call < 8; call++) {
        const x = tensor(numbers(24, call), [3, 8]);
        expectSame(`call ${call}`, text(compiled(x).dataSync()), text(fn(x).dataSync()));
        weights[call % 2]!.assign(numbers(64, call + 10));
      }
      compiled.dispose();
      for (const weight of weights) weight.dispose();
    }),

  'sees what it writes to parameters itself': async (backend) =>
    inScope(backend, () => {
      const w = parameter(tensor([1, 2]));
      const fn = (x: Floats): Tensor[] => {
        const before = mul(x, tanh(w));
        w.assign(Float32Array.of(3, 4));
        const after = mul(x, tanh(w));
        w.assign(add(w, x));
        return [before, after];
      };
      const compiled = compile(fn);
      for (let call = 0; call < 4; call++) {
        const x = tensor([call, 1]);
        const start = w.dataSync();
        const wanted = fn(x).map((each) => text(each.dataSync()));
        w.assign(start);
        for (const [i, got] of compiled(x).entries())
          expectSame(`call ${call}, result ${i}`, text(got.dataSync()), wanted[i]);
      }
      compiled.dispose();
      w.dispose();
    }),

  'keeps what is made inside and lives on, and makes anew what does not': async (backend) =>
    inScope(backend, () => {
      let total: ReturnType<typeof buffer<'float32'>> | undefined;
      const compiled = compile((x: Floats) => {
        total ??= buffer(zeros([2]));
        total.assign(add(total, x));
        const own = parameter({ shape: [2], draw: () => Float32Array.of(1, 2) });
        own.assign(Float32Array.of(0, 0));
        own.assign(Float32Array.of(4, 5));
        let y = mul(x, own);
        own.dispose();
        for (let i = 0; i < 3; i++) y = add(y, mul(y, x));
        return [add(total, 0), y];
      });
      for (let call = 1; call < 5; call++) {
        const [sums, y] = compiled(tensor([call, 1])).map((each) => text(each.dataSync()));
        expectSame(`sums of call ${call}`, sums, `${(call * (call + 1)) / 2}, ${call}`);
        expectSame(`call ${call}`, y, `${4 * call * (1 + call) ** 3}, 40`);
      }
      compiled.dispose();
      total?.dispose();
    }),

  'draws as the function does': async (backend) =>
    inScope(backend, () => {
      const own = new RandomGenerator(5);
      equalsItself(
        'draws',
        (x: Floats) => [
          uniform([5]),
          uniform([3], { generator: own }),
          training({ generator: own }, () => drop(x, 0.5, trainingGenerator()!)),
          training({}, () => drop(x, 0.3, trainingGenerator()!)),
          scan(
            (v: Floats, h: Floats) => {
              const next = add(drop(h, 0.4, own), v);
              return { state: next, output: next };
            },
            zeros([2, 4]),
            mul(x, 2),
          ).outputs,
        ],
        (call): [Floats] => [tensor(numbers(24, call), [3, 2, 4])],
        (call) => {
          manualSeed(100 + call);
          own.draws = 40 + 3 * call;
        },
      );
    }),

  'repeats scans and their gradients': async (backend) =>
    inScope(backend, () => {
      const w = parameter(tensor(numbers(16, 2), [4, 4]));
      equalsItself(
        'scan',
        (xs: Floats, h: Floats) => {
          const { value, gradients, aux } = valueAndGrad({ w, xs, h }, () => {
            const { outputs, state } = scan(
              (x: Floats, s: Floats) => {
                const next = tanh(add(linear(s, w), x));
                return { state: next, output: square(next) };
              },
              h,
              xs,
              { lengths: [5, 2, 0] },
            );
            return [sum(add(sum(outputs), sum(state))), outputs] as const;
          });
          return [value, aux, gradients.w!, gradients.xs!, gradients.h!];
        },
        (call): [Floats, Floats] => [tensor(numbers(60, call), [5, 3, 4]), tensor(numbers(12, call + 30), [3, 4])],
      );
      w.dispose();
    }),

  'keeps what it found around it, even if that is freed': async (backend) =>
    inScope(backend, () => {
      const around = tensor(numbers(4, 8), [4]);
      const compiled = compile((x: Floats) => mul(add(x, around), tensor([1, 2, 3, 4])));
      const x = tensor(numbers(4, 9), [4]);
      const first = text(compiled(x).dataSync());
      around.dispose();
      if (lists(backend)) {
        for (let i = 0; i < 20; i++) tensor(numbers(4, i), [4]); // somebody else takes the place
        expectSame('with what was freed', text(compiled(x).dataSync()), first);
      }
      compiled.dispose();
    }),

  'takes no memory from call to call': async (backend) =>
    inScope(backend, () => {
      const compiled = compile((x: Floats) => sum(tanh(add(x, tensor([1, 2, 3])))));
      const run = (seed: number): unknown => tidy(() => void compiled(tensor(numbers(3, seed), [3])));
      run(0);
      run(1);
      const { bytes } = backend.memory();
      for (let i = 0; i < 5; i++) run(i);
      expectSame('bytes', backend.memory().bytes, bytes);
      compiled.dispose();
    }),

  'shows scalars to the host, who may end the run': async (backend) => {
    const seen: number[] = [];
    const w = withBackend(backend, () => tidy(() => parameter(tensor([1]))));
    const compiled = compile((x: Floats) => {
      const total = sum(x);
      inspect([total], ([value]) => {
        seen.push(value!);
        if (value! > 10) throw new RangeError('too large');
      });
      w.assign(add(w, 1));
      return total;
    });
    const run = (value: number): void => inScope(backend, () => void compiled(tensor([value, 1])));
    run(1);
    run(2);
    if (!((await caught(() => run(20))) instanceof RangeError)) throw new Error('the run was not ended');
    run(3);
    expectSame('values seen', text(seen), '2, 3, 21, 4');
    expectSame('the parameter', w.dataSync()[0], 4);
    compiled.dispose();
    w.dispose();
  },
};
