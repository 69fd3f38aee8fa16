import { OstinatoError } from '@ostinato/base';
import { mapTree, type Tensor } from '@ostinato/tensor';

/** What a broken law throws. */
export function broken(message: string): OstinatoError {
  return new OstinatoError(message, { code: 'LAW' });
}

/** The tensors of a tree by path: `output`, `state.h`. */
export function byPath(tree: unknown): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  mapTree(tree, (tensor, path) => found.set(path, tensor));
  return found;
}

/** Throws unless two trees have the same tensors bit for bit; says where they first differ. */
export function expectSame(what: string, actual: unknown, expected: unknown): void {
  const [is, should] = [byPath(actual), byPath(expected)];
  if ([...is.keys()].join() !== [...should.keys()].join()) {
    throw broken(`${what}: got tensors ${[...is.keys()].join(', ')}; expected ${[...should.keys()].join(', ')}.`);
  }
  for (const [path, tensor] of is) {
    const other = should.get(path)!;
    if (tensor.shape.join() !== other.shape.join()) {
      throw broken(`${what}: ${path} has shape [${tensor.shape}], expected [${other.shape}].`);
    }
    const [a, b] = [tensor.dataSync(), other.dataSync()];
    const at = a.findIndex((value: number, i: number) => !Object.is(value, b[i]));
    if (at >= 0) throw broken(`${what}: element ${at} of ${path} [${tensor.shape}] is ${a[at]}, expected ${b[at]}.`);
  }
}

/** Whether two trees of the same form differ in any number. */
export function differ(actual: unknown, expected: unknown): boolean {
  const others = [...byPath(expected).values()];
  return [...byPath(actual).values()].some((tensor, i) => {
    const values = others[i]!.dataSync();
    return tensor.dataSync().some((value: number, j: number) => !Object.is(value, values[j]));
  });
}
