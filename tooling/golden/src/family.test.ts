import { expect, it } from 'vitest';
import { casesIn, familyOf } from './family.ts';

it('takes the id up to its first dot', () => {
  expect(familyOf({ id: 'lstm.bidir.two', family: 'torch' })).toBe('lstm');
  expect(familyOf({ id: 'schedulers', family: 'torch' })).toBe('schedulers');
});

it('takes the family of the index for onnx and keras', () => {
  expect(familyOf({ id: 'onnx.node.add', family: 'onnx/eltwise' })).toBe('onnx/eltwise');
  expect(familyOf({ id: 'keras.lstm', family: 'keras' })).toBe('keras');
  expect(familyOf({ id: 'onnx_export.lstm', family: 'torch' })).toBe('onnx_export');
});

it('counts the cases of an entry', () => {
  expect([casesIn({ id: 'a' }), casesIn({ id: 'a', count: 22 }), casesIn({ id: 'a', count: 0 })]).toEqual([1, 22, 1]);
});
