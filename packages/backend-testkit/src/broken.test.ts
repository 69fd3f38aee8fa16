import { type Backend, type KernelName, kernelRow } from '@ostinato/backend';
import { jsBackend } from '@ostinato/backend-js';
import { expect, it } from 'vitest';
import { conformance, type Law } from './index.ts';

type AnyKernel = (...args: never[]) => unknown;
type Js = ReturnType<typeof jsBackend>;

interface Subject {
  readonly make: () => Backend;
  /** Kernels that are not jsBackend's. */
  readonly changed: readonly string[];
}

/** jsBackend with some kernels replaced; `change` gets the right ones. */
function withKernels(
  change: (kernels: Record<string, AnyKernel>, backend: Js) => Record<string, AnyKernel | undefined>,
): Subject {
  const changesOf = (backend: Js) => change(backend.kernels as unknown as Record<string, AnyKernel>, backend);
  const make = () => {
    const backend = jsBackend();
    const kernels = Object.fromEntries(
      Object.entries({ ...backend.kernels, ...changesOf(backend) }).filter(([, kernel]) => kernel !== undefined),
    );
    return Object.assign(backend, { kernels: kernels as unknown as Js['kernels'] });
  };
  return { make, changed: Object.keys(changesOf(jsBackend())) };
}

const call = (kernel: AnyKernel | undefined, args: readonly unknown[]) =>
  (kernel as (...args: unknown[]) => unknown)(...args);

/** The kernels that each law about an op calls. */
async function kernelsByLaw(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const called = new Set<string>();
  const { make } = withKernels((right) =>
    Object.fromEntries(
      Object.entries(right).map(([name, kernel]) => [
        name,
        (...args: unknown[]) => {
          called.add(name);
          return call(kernel, args);
        },
      ]),
    ),
  );
  const found = new Map<string, ReadonlySet<string>>();
  for (const { name, check } of conformance(make).filter((law) => law.name.startsWith('op '))) {
    called.clear();
    await check();
    found.set(name, new Set(called));
  }
  return found;
}

const calls = await kernelsByLaw();

/** Whether a law can tell a changed kernel: laws of a kernel call it and the one whose result it adds, those of ops what they are made of. */
function concerns({ name }: Law, changed: readonly string[]): boolean {
  const kernel = /^kernel (\S+):/.exec(name)?.[1];
  if (kernel !== undefined) return changed.includes(kernel) || changed.includes(kernel.replace('Add', ''));
  return !calls.has(name) || changed.some((each) => calls.get(name)!.has(each));
}

/** Names of the laws that a backend breaks. */
async function brokenLaws({ make, changed }: Subject): Promise<string[]> {
  const names: string[] = [];
  for (const law of conformance(make).filter((each) => concerns(each, changed))) {
    try {
      await law.check();
    } catch {
      names.push(law.name);
    }
  }
  return names.sort();
}

function sizesOfAttention([, , , , , , , items, rows, cols, inner, keys]: readonly unknown[]): Record<string, number> {
  return { items, rows, cols, inner, keys } as Record<string, number>;
}

type Floats = { floats: Float32Array };
const rowLaw = 'gives a row the same bits whatever rows stand beside it';
const about = (kernel: KernelName, ...claims: string[]) => claims.map((claim) => `kernel ${kernel}: ${claim}`);

it('catches one wrong value', async () => {
  const make = withKernels((right) => ({
    'unary.erf': (...args) => {
      call(right['unary.erf'], args);
      const out = args[0] as unknown as Floats;
      if (args[2]! * args[3]! >= 1) out.floats[0]! += 1e-3;
    },
  }));
  expect(await brokenLaws(make)).toEqual([
    'fused gelu is its composition',
    ...about('unary.erf', rowLaw, 'is its definition', 'keeps 0, -0, infinity and NaN'),
    'op erf: values',
  ]);
});

it('catches one wrong gradient', async () => {
  const make = withKernels((right) => ({
    'matmul.tn': (...args) => {
      call(right['matmul.tn'], args);
      if (args[3]! * args[4]! >= 1) (args[0] as unknown as Floats).floats[0]! *= 1.01;
    },
  }));
  expect(await brokenLaws(make)).toEqual([
    ...about('matmul.tn', 'is its definition'),
    ...about('matmulAdd.tn', 'adds the finished result of the plain kernel'),
    'op einsum: gradients',
    'op linear: gradients',
    'op matmul: gradients',
    'op matmul: values', // of a transposed operand
  ]);
});

it('catches one leak', async () => {
  const make = withKernels((right, backend) => ({
    'row.cumprod': (...args) => {
      backend.allocate('bool', 1);
      call(right['row.cumprod'], args);
    },
  }));
  expect(await brokenLaws(make)).toEqual([
    ...about('row.cumprod', 'allocates nothing'),
    'op cumprod: gradients',
    'op cumprod: values',
    'op prod: gradients',
  ]);
});

it('catches one missing kernel', async () => {
  const all = [
    'allocates nothing',
    rowLaw,
    'is its definition',
    'keeps 0, -0, infinity and NaN',
    'touches nothing but out',
    'writes all of out',
  ];
  expect(await brokenLaws(withKernels(() => ({ 'reduce.prod': undefined })))).toEqual([
    'has the kernels of the table',
    ...all.map((claim) => `kernel reduce.prod: ${claim}`),
    'op prod: gradients',
    'op prod: values',
  ]);
});

it('lets an optional kernel be missing', async () => {
  expect(await brokenLaws(withKernels(() => ({ adamStep: undefined })))).toEqual([]);
});

it('lets a backend have no fused kernels at all', async () => {
  const fused = /^(softmaxC|layerNorm|dropout|attention)/;
  const make = withKernels((right) =>
    Object.fromEntries(
      Object.keys(right)
        .filter((name) => fused.test(name))
        .map((name) => [name, undefined]),
    ),
  );
  expect(await brokenLaws(make)).toEqual([]);
});

it('catches a fused gradient that is not that of the composition', async () => {
  const make = withKernels((right) => ({
    layerNormWeight: (...args) => {
      call(right['layerNormWeight'], args);
      if (args[6]! > 32) (args[0] as unknown as Floats).floats[32]! *= 1.01; // wider than kernels are tested
    },
  }));
  expect(await brokenLaws(make)).toEqual(['fused layer norm is its composition']);
});

it('catches a kernel that needs what its scratch holds', async () => {
  const make = withKernels((right) => ({
    attention: (...args) => {
      const [out, scratch] = [args[0] as unknown as Floats, args[6] as unknown as Floats];
      const held = scratch.floats[0]!;
      call(right['attention'], args);
      if (args[7]! * args[8]! * args[9]! > 0 && held > 50) out.floats[0]! += 1;
    },
  }));
  expect(await brokenLaws(make)).toEqual(about('attention', 'writes all of out'));
});

it('catches a kernel that takes more scratch than it says', async () => {
  const make = withKernels((right) => ({
    attention: (...args) => {
      call(right['attention'], args);
      (args[6] as unknown as Floats).floats[kernelRow('attention').scratch(sizesOfAttention(args))] = 0;
    },
  }));
  expect(await brokenLaws(make)).toEqual(about('attention', 'touches nothing but out'));
});

it('catches a kernel that mixes rows', async () => {
  const make = withKernels((right) => ({
    'unary.atan': (...args) => {
      call(right['unary.atan'], args);
      const [out, , rows, cols, stride] = args as unknown as [Floats, Floats, number, number, number];
      if (rows > 4 && cols > 0) out.floats[4 * stride]! *= 1 + 2e-7; // as a tile of another shape would round
    },
  }));
  expect(await brokenLaws(make)).toEqual(about('unary.atan', rowLaw));
});

it('catches a kernel that does not write all of out', async () => {
  const make = withKernels((right) => ({
    'copy.int32': (...args) => {
      const [out, , rows, cols, stride] = args as unknown as [{ ints: Int32Array }, unknown, number, number, number];
      const last = (rows - 1) * stride + cols - 1;
      const held = out.ints[last]!;
      call(right['copy.int32'], args);
      if (rows > 0 && cols > 0 && rows * cols > 8) out.ints[last] = held;
    },
  }));
  expect(await brokenLaws(make)).toEqual(
    about('copy.int32', rowLaw, 'gives the same in place of x', 'is its definition', 'writes all of out'),
  );
});

it('catches a kernel that writes beside out', async () => {
  const make = withKernels((right) => ({
    'unary.cosh': (...args) => {
      call(right['unary.cosh'], args);
      const [out, , rows, cols, stride] = args as unknown as [Floats, unknown, number, number, number];
      if (rows > 0 && cols === 3 && rows === 8) out.floats[(rows - 1) * stride + cols] = 0; // a register of four
    },
  }));
  expect(await brokenLaws(make)).toEqual(about('unary.cosh', 'touches nothing but out'));
});

it('catches a false claim that a kernel may run in place', async () => {
  const make = withKernels((right) => ({
    'row.cumsum': (...args) => {
      const [out, , rows, cols, stride] = args as unknown as [Floats, unknown, number, number, number];
      for (let i = 0; i < rows; i++) out.floats.fill(0, i * stride, i * stride + cols);
      call(right['row.cumsum'], args);
    },
  }));
  expect(await brokenLaws(make)).toEqual(about('row.cumsum', 'gives the same in place of x'));
});

it('catches an Add kernel that adds term by term', async () => {
  const make = withKernels(() => ({
    columnSumAdd: (...args) => {
      const [out, x, rows, cols, stride] = args as unknown as [Floats, Floats, number, number, number];
      for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) out.floats[j]! += x.floats[i * stride + j]!;
    },
  }));
  expect(await brokenLaws(make)).toEqual(about('columnSumAdd', 'adds the finished result of the plain kernel'));
});

it('catches a product that skips zeros', async () => {
  const make = withKernels((right) => ({
    'matmul.nn': (...args) => {
      const [a, inner] = [(args[1] as unknown as Floats).floats, args[5] as unknown as number];
      call(right['matmul.nn'], args);
      if (args[3] === args[4] && inner === 1 && a[0] === 0) (args[0] as unknown as Floats).floats[0] = 0;
    },
  }));
  expect(await brokenLaws(make)).toEqual(about('matmul.nn', 'keeps 0, -0, infinity and NaN'));
});
