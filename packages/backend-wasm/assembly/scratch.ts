/** The address of this instance's working space: 2 MiB that no storage is in (see `src/scratch.ts`). */
// @ts-ignore: decorator
@external('env', 'scratch')
export declare const scratch: usize;
