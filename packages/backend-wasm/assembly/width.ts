/** How many elements a formula takes at a time: four, or what is left one by one with the same formula. */

export class Four {
  @inline load(address: usize): v128 {
    return v128.load(address);
  }
  @inline store(address: usize, values: v128): void {
    v128.store(address, values);
  }
}

export class One {
  @inline load(address: usize): v128 {
    return v128.load32_splat(address);
  }
  @inline store(address: usize, values: v128): void {
    v128.store32_lane(address, values, 0);
  }
}
