/** Where recurrent weights and biases start, so that gradients come back through many steps. */
export { chronoInitializer, forgetBiasInitializer, gatesInitializer, irnnInitializers } from './gate-initializers.ts';
