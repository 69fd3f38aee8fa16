import { expect, it } from 'vitest';
import { readDiagnostics } from './compile.ts';

it('reads errors with and without a place, and the lines that go on', () => {
  const output = `a.ts(3,5): error TS2322: Type 'A' is wrong.
  Because of this.
error TS18003: No inputs were found.
`;
  expect(readDiagnostics(output)).toEqual([
    { file: 'a.ts', line: 3, message: "error TS2322: Type 'A' is wrong. Because of this." },
    { file: '', line: 0, message: 'error TS18003: No inputs were found.' },
  ]);
});
