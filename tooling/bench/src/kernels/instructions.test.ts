import { expect, it } from 'vitest';
import { readInstructions } from './instructions.ts';

it('follows calls, and takes a vector that is only declared for none', () => {
  const text = `(module
 (export "sum" (func $1))
 (export "copy" (func $copy))
 (export "sort" (func $3))
 (func $1 (param $0 i32)
  (call $2
   (local.get $0)
  )
 )
 (func $2 (param $0 i32)
  (f32x4.add
   (v128.load
 )
 (func $copy
  (memory.copy
 )
 (func $3
  (local $0 v128)
  (call $3)
  (f32.add
 )
)`;
  expect(Object.fromEntries(readInstructions(text))).toEqual({
    sum: { simd: true, bulk: false },
    copy: { simd: false, bulk: true },
    sort: { simd: false, bulk: false },
  });
});
