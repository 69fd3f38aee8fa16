/**
 * Cross-entropy in nats per character of two predictors that only count, with add-one smoothing: by the frequency of
 * each character (unigram), and by what followed each character (bigram). What a model must beat to have learnt anything.
 */
export function baselines(
  train: Int32Array,
  validation: Int32Array,
  symbols: number,
): { unigram: number; bigram: number } {
  const singles = new Float64Array(symbols).fill(1);
  const pairs = new Float64Array(symbols * symbols).fill(1);
  train.forEach((id, at) => {
    singles[id]!++;
    if (at > 0) pairs[train[at - 1]! * symbols + id]!++;
  });
  const total = train.length + symbols;
  let [unigram, bigram] = [0, 0];
  for (let at = 1; at < validation.length; at++) {
    const [before, id] = [validation[at - 1]!, validation[at]!];
    const row = pairs.subarray(before * symbols, (before + 1) * symbols);
    unigram -= Math.log(singles[id]! / total);
    bigram -= Math.log(row[id]! / row.reduce((sum, count) => sum + count, 0));
  }
  return { unigram: unigram / (validation.length - 1), bigram: bigram / (validation.length - 1) };
}
