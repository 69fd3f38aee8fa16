import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError } from '@ostinato/base';
import { setBackend, tensor } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { clipGradValue } from './clip-grad-value.ts';

beforeEach(() => setBackend(jsBackend({ float: 'float64' })));

describe('clipGradValue', () => {
  it('cuts both ends', () => {
    expect([...clipGradValue([tensor([-2, 0.25, NaN, Infinity])], 0.5)[0]!.dataSync()]).toEqual([-0.5, 0.25, NaN, 0.5]);
    expect(() => clipGradValue([], -1)).toThrow(ArgumentError);
  });
});
