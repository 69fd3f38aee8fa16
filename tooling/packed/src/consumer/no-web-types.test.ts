import { expect, it } from 'vitest';
import { tempTree } from '@ostinato-workspace/workspace/testing';
import { compileEveryEntry } from './no-web-types.ts';

/** What a program without the types of the DOM and of Node hears about these declarations. */
async function check(declarations: string): Promise<string> {
  const folder = tempTree({
    'package.json': { type: 'module' },
    'node_modules/a/package.json': { name: 'a', type: 'module', exports: { types: './a.d.ts' } },
    'node_modules/a/a.d.ts': declarations,
  });
  return (await compileEveryEntry(folder, ['a'])).join('\n');
}

it('accepts declarations that bring what they name', async () => {
  const reference = '/// <reference lib="esnext.disposable" preserve="true" />\n';
  expect(await check(`${reference}export declare class A { [Symbol.dispose](): void; }\n`)).toBe('');
});

it('reports declarations that name what a program may not have', async () => {
  const found = await check(`export declare class A { [Symbol.dispose](): void; }
export declare function stop(signal: AbortSignal): void;
`);
  expect(found).toMatch(/without DOM or Node types: .*a\.d\.ts:1: error TS2550: .*dispose/);
  expect(found).toMatch(/a\.d\.ts:2: error TS2304: .*AbortSignal/);
});
