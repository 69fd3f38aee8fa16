/** Working space of one instance: a packed block of each operand of a matrix product (see `assembly/product.ts`). */
export const scratchBytes = 2 ** 21;
