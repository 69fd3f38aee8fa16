import { expect, it } from 'vitest';
import { insertLine } from './insert.ts';

it('puts a line below the last that matches', () => {
  expect(insertLine('import a;\nimport b;\n\ncode\n', /^import /, 'import c;')).toBe(
    'import a;\nimport b;\nimport c;\n\ncode\n',
  );
});

it('throws where no line matches, instead of changing nothing', () => {
  expect(() => insertLine('code\n', /^import /, 'import c;')).toThrow('no line matches /^import /');
});
