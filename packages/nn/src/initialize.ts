import { ArgumentError, checkFunction, checkOptions, ShapeError, typeError } from '@ostinato/base';
import { type Module, namedParameters, RandomGenerator } from '@ostinato/tensor';
import type { Initializer } from './basic-initializers.ts';

/** Options of `initialize`. */
export interface InitializeOptions {
  /** Where the values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/**
 * Gives parameters of a module other initial values, by a part of their state-dict keys: `weight_hh` means `weight_hh`, `weight_hh.0`,
 * `weight_hh_l0` and `encoder.weight_hh_l1_reverse`; `bias` means `bias_ih_l0` as well, unless a longer name fits it too. What is
 * loaded before it is read is not drawn. Returns the module.
 * @throws ArgumentError when a name fits no parameter, ShapeError when an initializer does not take a shape; nothing is changed then
 *
 * @example
 * initialize(lstm, { weight_hh: orthogonalInitializer(), bias: constantInitializer(0) });
 */
export function initialize<M extends Module>(
  module: M,
  initializers: Readonly<Record<string, Initializer>>,
  options: InitializeOptions = {},
): M {
  if (typeof initializers !== 'object' || initializers === null || Array.isArray(initializers))
    throw typeError('initialize', 'initializers', 'an object of initializers by name', initializers);
  checkOptions('initialize', options, ['generator']);
  const { generator } = options;
  if (generator !== undefined && !(generator instanceof RandomGenerator))
    throw typeError('initialize', 'generator', 'a RandomGenerator', generator);
  for (const [name, initializer] of Object.entries(initializers))
    checkFunction('initialize', `initializers.${name}`, initializer);
  const longest = Object.keys(initializers).sort((a, b) => b.length - a.length);
  const named = Array.from(namedParameters(module), ([key, box]) => ({
    key,
    box,
    name: longest.find((name) => fits(name, key)),
  }));
  const unused = longest.find((name) => !named.some((one) => one.name === name));
  if (unused !== undefined)
    throw new ArgumentError(
      `initialize: "${unused}" fits no parameter that no longer name fits; there are ${named.map(({ key }) => key).join(', ')}.`,
    );
  const values = named.flatMap(({ box, name }) =>
    name === undefined ? [] : [[box, initializers[name]!(box.shape, generator)] as const],
  );
  const wrong = values.find(([box, { shape }]) => box.shape.join() !== shape.join());
  if (wrong !== undefined)
    throw new ShapeError(
      `initialize: expected an initial value of shape [${wrong[0].shape}], got [${wrong[1].shape}].`,
    );
  for (const [box, value] of values) box.initialize(value);
  return module;
}

/** Whether a name is a part of a key that begins after a dot and ends before a dot or an underscore. */
const fits = (name: string, key: string): boolean =>
  `.${key}.`.replaceAll('_', '._').includes(`.${name.replaceAll('_', '._')}.`);
