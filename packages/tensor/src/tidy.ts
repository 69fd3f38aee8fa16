import { checkFunction, typeError } from '@ostinato/base';
import { runtime, synchronous } from './runtime.ts';
import { Scope } from './scope.ts';
import { Tensor } from './tensor.ts';
import { tensorsIn } from './tree.ts';

/** Hands the tensors of a finished scope on: those in `kept` to `heir`, the others are disposed. */
function close(scope: Scope, kept: Iterable<Tensor>, heir: Scope | undefined): void {
  for (const tensor of kept) {
    if (scope.made.delete(tensor)) tensor.adoptInto(heir);
  }
  for (const tensor of scope.made) tensor.dispose();
}

/**
 * Runs `fn` and frees every tensor made in it, except those in what it returns (a tensor, or any nesting of arrays,
 * plain objects and maps of them), which belong to the surrounding scope. If `fn` throws, all are freed.
 * @throws ArgumentError when `fn` returns a promise
 */
export function tidy<R>(fn: () => R): R {
  checkFunction('tidy', 'fn', fn);
  const state = runtime();
  const scope = new Scope(state.scope);
  state.scope = scope;
  let kept: Iterable<Tensor> = [];
  try {
    const result = synchronous('tidy', fn());
    kept = tensorsIn(result);
    return result;
  } finally {
    state.scope = scope.parent;
    close(scope, kept, scope.parent);
  }
}

/** Takes a tensor out of all scopes: it lives until `dispose`, or until it is garbage. Returns it. */
export function keep<T extends Tensor>(tensor: T): T {
  if (!(tensor instanceof Tensor)) throw typeError('keep', 'tensor', 'a tensor', tensor);
  for (let scope = runtime().scope; scope !== undefined; scope = scope.parent) {
    if (scope.made.delete(tensor)) tensor.adoptInto(undefined);
  }
  return tensor;
}
