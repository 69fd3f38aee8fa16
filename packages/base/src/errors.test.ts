import { describe, expect, it, vi } from 'vitest';
import * as errors from './errors.ts';

const classes = Object.values(errors).filter((value) => typeof value === 'function');

describe('errors', () => {
  it.each(classes)('%o has a name, a stable code and its cause', (Kind) => {
    const cause = new Error('first');
    const error = new Kind('what happened', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(Kind.kind);
    expect(error.code).toBe(Kind.defaultCode);
    expect(error.cause).toBe(cause);
    expect(new Kind('finer', { code: 'FINER' }).code).toBe('FINER');
  });

  it('have distinct codes', () => {
    expect(new Set(classes.map((Kind) => Kind.defaultCode)).size).toBe(classes.length);
  });

  it('are told apart by instanceof', () => {
    expect(new errors.ShapeError('x') instanceof errors.ShapeError).toBe(true);
    expect(new errors.ShapeError('x') instanceof errors.OstinatoError).toBe(true);
    expect((new errors.ShapeError('x') as unknown) instanceof errors.AxisError).toBe(false);
    expect((new Error('x') as unknown) instanceof errors.OstinatoError).toBe(false);
    expect((null as unknown) instanceof errors.OstinatoError).toBe(false);
  });

  it('are recognized across two copies of the package', async () => {
    vi.resetModules();
    const copy = await import('./errors.ts');
    expect(copy.ShapeError).not.toBe(errors.ShapeError);
    expect(new copy.ShapeError('x') instanceof errors.ShapeError).toBe(true);
    expect((new copy.ShapeError('x') as unknown) instanceof errors.AxisError).toBe(false);
  });
});
