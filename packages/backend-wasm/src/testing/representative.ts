/** One kernel for each way in which calls are shared: rows, columns, items, elements, positions, random numbers. */
const kernels =
  /^kernel (unary\.exp|binary\.add|where\.bool|reduce\.sum|columnSum|columnSumAdd|gatherRows\.int32|scatterColumns|random\.bernoulli|sort\.ascending|adamStep|matmul\.nn|matmulAdd\.nt|matmul\.tn|matmul\.tt|batchMatmul\.nt|matmulPacked|layerNorm|softmaxCrossEntropy|attention):/;

/** Whether a law is about one of the kernels that stand for all others. */
export function isRepresentative(law: string): boolean {
  return kernels.test(law);
}
