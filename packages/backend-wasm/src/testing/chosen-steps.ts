/**
 * What is recorded depends on the kernels that there are only, so one law for each step is enough on one thread; where the kernels are the
 * same and only cut or rounded in another way, one step for each kind of value stands for all.
 */
export const everyStep = /^programs|^a compiled|: is its loop$/;

/** One step for each kind. */
export const someSteps =
  /^a compiled|^programs (take|in chunks)|(an LSTM of one product|keys made of a memory|every dtype|dropout on|nested|statistics).*: is its loop$/;
