/**
 * Learning rate of a step: a linear warm-up over the first 5 % of the steps, then constant, then linear to zero over the
 * last 40 % (warm-up, stable, decay; Hu et al. 2024).
 */
export function learningRateAt(step: number, steps: number, peak: number): number {
  const warmUp = Math.max(1, Math.round(0.05 * steps));
  if (step < warmUp) return (peak * (step + 1)) / warmUp;
  const done = (step - warmUp) / Math.max(1, steps - warmUp);
  return peak * Math.min(1, (1 - done) / 0.4);
}
