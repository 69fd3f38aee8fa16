import { expect, it } from 'vitest';
import { assertLoopback, assertNoOwnRegistry } from './loopback.ts';

it.each(['http://127.0.0.1:4873/', 'http://localhost:4873/', 'http://[::1]:4873/'])('accepts %s', (registry) => {
  expect(() => assertLoopback(registry)).not.toThrow();
});

it.each([
  'https://registry.npmjs.org/',
  'http://127.0.0.1.example.org/',
  'http://localhost@example.org/',
  'http://0.0.0.0:4873/',
  '127.0.0.1:4873',
  '',
])('refuses %s', (registry) => {
  expect(() => assertLoopback(registry)).toThrow(/only to a registry on 127\.0\.0\.1 or localhost; got/);
});

it.each([{ registry: 'https://registry.npmjs.org/' }, { '@ostinato:registry': 'https://example.org/' }])(
  'refuses a manifest with %o',
  (publishConfig) => {
    const manifest = { name: '@ostinato/base', version: '0.1.0', publishConfig };
    expect(() => assertNoOwnRegistry([manifest])).toThrow('@ostinato/base: publishConfig names a registry');
  },
);

it('accepts other settings of a manifest', () => {
  const publishConfig = { access: 'public' };
  expect(() => assertNoOwnRegistry([{ name: 'ostinato', version: '0.1.0', publishConfig }])).not.toThrow();
});
