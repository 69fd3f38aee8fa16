import { expect, it } from 'vitest';
import { checkInstalled } from './check-installed.ts';

const url = 'http://127.0.0.1:4873/';
const current = [{ name: '@o/base', version: '0.1.1' }];
const base = { version: '0.1.1', resolved: `${url}base.tgz` };
const good = { '': {}, 'node_modules/@o/base': base };

it('accepts one copy of each, from the registry', () => {
  expect(checkInstalled({ packages: good }, current, url)).toEqual([]);
});

it('leaves it to others how often they are installed', () => {
  const outside = { version: '1.0.0', resolved: `${url}outside.tgz` };
  const twice = { 'node_modules/outside': outside, 'node_modules/other/node_modules/outside': outside };
  expect(checkInstalled({ packages: { ...good, ...twice } }, current, url)).toEqual([]);
});

it.each([
  ['a package that is not there', { '': {} }, 'npm installed @o/base nowhere, not 0.1.1'],
  [
    'an old version',
    { 'node_modules/@o/base': { ...base, version: '0.1.0' } },
    'npm installed @o/base 0.1.0, not 0.1.1',
  ],
  [
    'a package from elsewhere',
    { 'node_modules/@o/base': { ...base, resolved: 'https://example.org/base.tgz' } },
    `node_modules/@o/base came from https://example.org/base.tgz, not from ${url}`,
  ],
  [
    'a second copy',
    { ...good, 'node_modules/@o/data/node_modules/@o/base': { ...base, version: '0.1.0' } },
    '@o/base 0.1.0 is installed a second time: ranges do not fit',
  ],
])('notices %s', (_, packages, problem) => {
  expect(checkInstalled({ packages }, current, url)).toEqual([problem]);
});
