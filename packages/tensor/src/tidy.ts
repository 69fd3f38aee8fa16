import { checkFunction, typeError } from '@ostinato/base';
import { runtime, synchronous } from './runtime.ts';
import { Scope } from './scope.ts';
import { Tensor } from './tensor.ts';
import { eachTensor } from './tree.ts';

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
  try {
    const result = synchronous('tidy', fn());
    eachTensor(result, (tensor) => {
      if (tensor.owner === scope) tensor.adoptInto(scope.parent);
    });
    return result;
  } finally {
    state.scope = scope.parent;
    scope.close();
  }
}

/** Takes a tensor out of all scopes: it lives until `dispose`, or until it is garbage. Returns it. */
export function keep<T extends Tensor>(tensor: T): T {
  if (!(tensor instanceof Tensor)) throw typeError('keep', 'tensor', 'a tensor', tensor);
  if (tensor.owner instanceof Scope) tensor.adoptInto(undefined);
  return tensor;
}
