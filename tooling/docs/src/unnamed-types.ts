/**
 * Types in public signatures that users have no need to name, by package and source file. An entry that is no longer
 * needed is a problem too.
 */
export const unnamedTypes: Readonly<Record<string, readonly string[]>> = {
  '@ostinato/backend': [
    'src/kernel.ts:Parameters', // one step of computing `KernelFunction`
    'src/table/pointwise.ts:binaryMembers', // parts of `kernelTable`, there to compute names from
    'src/table/pointwise.ts:unaryMembers',
    'src/testing/placed.ts:Placed', // where an operand of a trial call lies
    'src/table/table.ts:optional',
    'src/table/table.ts:required',
  ],
  '@ostinato/program': [
    'src/recorder.ts:GhostBlock', // what a `Ghost` is a place of
  ],
  '@ostinato/sequence': ['src/last-hidden.ts:RecurrentResult'], // any result with an `output` and a state `h`
};
