import { ArgumentError, checkNumber, nearestName, StateError, typeError } from '@ostinato/base';
import type { Parameter } from '@ostinato/tensor';
import type { Json } from '../checkpoint/json.ts';
import { isRecord } from '../checkpoint/json.ts';
import type { GradientMap, Optimizer, OptimizerState } from './optimizer.ts';

/** Some of a model's parameters and what trains them. */
export interface ParameterGroup {
  /** State-dict keys, or whether a key belongs to the group. */
  readonly parameters: readonly string[] | ((key: string) => boolean);
  /** An optimizer of its own, of no other group. */
  readonly optimizer: Optimizer;
}

/**
 * Several optimizers as one, each for its own parameters. A parameter belongs to the first group that names it, so
 * `() => true` as the last group takes the rest. `learningRate` is a factor on every group's own rate, 1 at first:
 * a schedule that sets it moves all groups alike.
 * @throws ArgumentError for an empty list; `init` throws it for a key that the model lacks and for a trainable parameter in no group
 *
 * @example
 * groups([
 *   { parameters: (key) => key.endsWith('bias'), optimizer: sgd({ learningRate: 0.1 }) },
 *   { parameters: () => true, optimizer: sgd({ learningRate: 0.1, weightDecay: 1e-4 }) },
 * ]);
 */
export function groups(list: readonly ParameterGroup[]): Optimizer {
  if (!Array.isArray(list)) throw typeError('groups', 'groups', 'an array of { parameters, optimizer }', list);
  if (list.length === 0) throw new ArgumentError('groups: expected at least one group, got none.');
  list.forEach((group: ParameterGroup | null | undefined, i) => {
    const { parameters, optimizer } = group ?? {};
    if (typeof parameters !== 'function' && !Array.isArray(parameters)) {
      throw typeError('groups', `groups[${i}].parameters`, 'a function of the key or an array of keys', parameters);
    }
    if (typeof optimizer?.update !== 'function')
      throw typeError('groups', `groups[${i}].optimizer`, 'an optimizer', optimizer);
    if (list.findIndex((other) => other.optimizer === optimizer) !== i) {
      throw new ArgumentError(`groups: groups[${i}] has the optimizer of an earlier group. Make one for each.`);
    }
  });
  return new Groups(list);
}

class Groups implements Optimizer {
  readonly kind = 'groups';
  readonly #groups: readonly ParameterGroup[];
  readonly #rates: readonly number[];
  #factor = 1;
  #groupOf: Map<string, number> | undefined;

  constructor(list: readonly ParameterGroup[]) {
    this.#groups = [...list];
    this.#rates = list.map(({ optimizer }) => optimizer.learningRate);
  }

  get learningRate(): number {
    return this.#factor;
  }

  set learningRate(factor: number) {
    this.#factor = checkNumber('groups', 'learningRate', factor, { min: 0, below: Infinity });
    this.#groups.forEach(({ optimizer }, i) => {
      optimizer.learningRate = this.#rates[i]! * factor;
    });
  }

  init(parameters: ReadonlyMap<string, Parameter>): void {
    this.#checkKeys([...parameters.keys()]);
    const groupOf = new Map<string, number>();
    for (const [key, parameter] of parameters) {
      const group = this.#groups.findIndex(({ parameters: wanted }) =>
        typeof wanted === 'function' ? wanted(key) : wanted.includes(key),
      );
      if (group >= 0) groupOf.set(key, group);
      else if (parameter.trainable)
        throw new ArgumentError(`groups: "${key}" is in no group. Add one, or set its trainable to false.`);
    }
    this.#groups.forEach(({ optimizer }, i) =>
      optimizer.init(new Map([...parameters].filter(([key]) => groupOf.get(key) === i))),
    );
    this.#groupOf = groupOf;
  }

  #checkKeys(keys: readonly string[]): void {
    for (const key of this.#groups.flatMap(({ parameters }) => (typeof parameters === 'function' ? [] : parameters))) {
      if (keys.includes(key)) continue;
      const near = nearestName(key, keys);
      throw new ArgumentError(
        `groups: the model has no parameter "${key}".${near === undefined ? '' : ` Did you mean "${near}"?`}`,
      );
    }
  }

  update(gradients: GradientMap): void {
    const groupOf = this.#groupOf;
    if (groupOf === undefined)
      throw new StateError('groups: there are no parameters yet. Call init(namedParameters(model)), or use trainStep.');
    const unknown = [...gradients.keys()].find((key) => !groupOf.has(key));
    if (unknown !== undefined) throw new StateError(`groups: a gradient came for "${unknown}", which is in no group.`);
    this.#groups.forEach(({ optimizer }, i) =>
      optimizer.update(new Map([...gradients].filter(([key]) => groupOf.get(key) === i))),
    );
  }

  state(): OptimizerState {
    const states = this.#groups.map(({ optimizer }) => optimizer.state());
    const tensors = new Map(
      states.flatMap((state, i) => [...state.tensors].map(([name, value]) => [`${i}.${name}`, value] as const)),
    );
    return {
      kind: this.kind,
      json: { factor: this.#factor, groups: states.map(({ kind, json }) => ({ kind, json })) },
      tensors,
    };
  }

  check(state: OptimizerState): void {
    const { parts } = split(state, this.#groups.length);
    this.#groups.forEach(({ optimizer }, i) => optimizer.check(parts[i]!));
  }

  load(state: OptimizerState): void {
    this.check(state);
    const { factor, parts } = split(state, this.#groups.length);
    this.#factor = factor;
    this.#groups.forEach(({ optimizer }, i) => optimizer.load(parts[i]!));
  }

  dispose(): void {
    for (const { optimizer } of this.#groups) optimizer.dispose();
    this.#groupOf = undefined;
  }
}

/** The states of the groups in a saved state. @throws StateError */
function split(state: OptimizerState, count: number): { factor: number; parts: OptimizerState[] } {
  if (state.kind !== 'groups')
    throw new StateError(
      `groups: the saved state is of optimizer "${state.kind}", this is "groups". Use the same optimizer.`,
    );
  const json = isRecord(state.json) ? (state.json as Record<string, Json>) : {};
  const saved = Array.isArray(json.groups) ? (json.groups as Json[]) : [];
  if (saved.length !== count)
    throw new StateError(`groups: the saved state has ${saved.length} groups, this optimizer ${count}.`);
  const factor = checkNumber('groups', 'the saved factor', json.factor, { min: 0, below: Infinity });
  const parts = saved.map((part, i): OptimizerState => {
    const { kind, json: own } = isRecord(part) ? (part as Record<string, Json>) : {};
    const prefix = `${i}.`;
    const tensors = [...state.tensors].flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
    );
    return { kind: String(kind), json: own ?? null, tensors: new Map(tensors) };
  });
  return { factor, parts };
}
