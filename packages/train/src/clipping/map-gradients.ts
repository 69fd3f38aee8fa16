import { typeError } from '@ostinato/base';
import { Tensor } from '@ostinato/tensor';

type Floats = Tensor<'float32'>;

/** Gradients as a map (of a module), an array or a record; `undefined` where nothing was reached. */
export type GradientTree =
  | ReadonlyMap<string, Floats | undefined>
  | readonly (Floats | undefined)[]
  | Readonly<Record<string, Floats | undefined>>;

/** The gradients that are there, in order. @throws ArgumentError */
export function gradientsIn(where: string, gradients: GradientTree): Floats[] {
  if (typeof gradients !== 'object' || gradients === null || gradients instanceof Tensor) {
    throw typeError(where, 'gradients', 'a Map, an array or a record of tensors', gradients);
  }
  const all: unknown[] = gradients instanceof Map ? [...gradients.values()] : Object.values(gradients);
  const found = all.filter((gradient) => gradient !== undefined);
  for (const gradient of found)
    if (!(gradient instanceof Tensor)) throw typeError(where, 'each gradient', 'a tensor', gradient);
  return found as Floats[];
}

/** The same map, array or record with every gradient replaced. */
export function mapGradients<G extends GradientTree>(gradients: G, change: (gradient: Floats) => Floats): G {
  const each = (gradient: Floats | undefined): Floats | undefined => gradient && change(gradient);
  if (gradients instanceof Map)
    return new Map(
      [...(gradients as ReadonlyMap<string, Floats | undefined>)].map(([key, gradient]) => [key, each(gradient)]),
    ) as unknown as G;
  if (Array.isArray(gradients)) return gradients.map(each) as unknown as G;
  return Object.fromEntries(Object.entries(gradients).map(([key, gradient]) => [key, each(gradient)])) as unknown as G;
}
