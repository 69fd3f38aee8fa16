/** Zero, which the compiler does not know: what is made from it stays a global, read from the instance's own store. */
export const nothing: i32 = i32(memory.size() === 0);
