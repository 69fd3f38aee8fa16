import { elementwise, type Reference } from './reference.ts';

/** torch's SGD and Adam, written as in its documentation. */
export const optimizerReferences: Record<string, Reference> = {
  sgdStep: elementwise((i, j, { parameter, m, gradient }, n, out) => {
    const g = gradient!(i, j) + n.weightDecay! * parameter!(i, j);
    const b = n.first === 1 ? g : n.momentum! * m!(i, j) + (1 - n.dampening!) * g;
    if (out === 'm') return n.momentum === 0 ? m!(i, j) : b;
    const step = n.momentum === 0 ? g : n.nesterov === 1 ? g + n.momentum! * b : b;
    return parameter!(i, j) - n.learningRate! * step;
  }, 1e-6),
  adamStep: elementwise((i, j, { parameter, m, v, largest, gradient }, n, out) => {
    const g = gradient!(i, j) + n.weightDecay! * parameter!(i, j);
    const first = n.beta1! * m!(i, j) + (1 - n.beta1!) * g;
    const second = n.beta2! * v!(i, j) + (1 - n.beta2!) * g ** 2;
    const top = n.amsgrad === 1 ? Math.max(largest!(i, j), second) : largest!(i, j);
    if (out !== 'parameter') return { m: first, v: second, largest: top }[out]!;
    const denominator = Math.sqrt(n.amsgrad === 1 ? top : second) / Math.sqrt(n.correction2!) + n.epsilon!;
    return parameter!(i, j) - ((n.learningRate! / n.correction1!) * first) / denominator;
  }, 1e-6),
};
