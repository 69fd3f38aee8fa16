/** Where parameters start: all initializers, and what gives them to a module. */
export { constantInitializer, type Initializer, normalInitializer, uniformInitializer } from './basic-initializers.ts';
export { identityInitializer } from './identity-initializer.ts';
export { initialize, type InitializeOptions } from './initialize.ts';
export { orthogonalInitializer } from './orthogonal.ts';
export { truncatedNormalInitializer, type TruncatedNormalOptions } from './truncated-normal.ts';
export {
  type FanMode,
  type KaimingOptions,
  kaimingNormalInitializer,
  kaimingUniformInitializer,
  lecunNormalInitializer,
  lecunUniformInitializer,
  varianceScalingInitializer,
  type VarianceScalingOptions,
  xavierNormalInitializer,
  xavierUniformInitializer,
} from './variance-scaling.ts';
