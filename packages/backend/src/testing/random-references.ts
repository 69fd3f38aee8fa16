import { type Draw, fillUniform } from '@ostinato/base';
import { type Element, elementwise, type Reference } from './reference.ts';

/** The reference of a kernel that draws random numbers: the Philox generator of `@ostinato/base`, to the bit. */
export function randomReference(name: string): Reference | undefined {
  const uniform: Element = (i, j, _, n) => {
    const draw: Draw = { key: [n.key0!, n.key1!], draw: n.draw!, step: n.step!, call: n.call! };
    const one = new Float32Array(1);
    fillUniform(one, draw, n.first! + i * n.cols! + j);
    return one[0]!;
  };
  if (name === 'random.uniform') return elementwise(uniform);
  if (name === 'random.bernoulli')
    return elementwise((i, j, x, n, out) => +(uniform(i, j, x, n, out) < n.probability!));
  return undefined;
}
