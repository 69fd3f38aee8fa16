/** What happens to an element at its place in `out`: loops get one of these as a type parameter. */

export class Put {
  @inline four(address: usize, values: v128): void {
    v128.store(address, values);
  }
  @inline one(address: usize, value: f32): void {
    store<f32>(address, value);
  }
}

export class AddTo {
  @inline four(address: usize, values: v128): void {
    v128.store(address, f32x4.add(v128.load(address), values));
  }
  @inline one(address: usize, value: f32): void {
    store<f32>(address, load<f32>(address) + value);
  }
}
