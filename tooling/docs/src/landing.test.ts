import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { landingText } from './landing.ts';

it('keeps links to pages and to the web, and names the rest', () => {
  const root = mkdtempSync(join(tmpdir(), 'ostinato-landing-'));
  const text = '# Title\n[a](packages/a) [`b`](docs/b.md#part) [c](https://example.org) [d](#part) ![e](e.svg)\n';
  writeFileSync(join(root, 'README.md'), text);
  const landing = landingText(root, [join(root, 'packages/a')]);
  rmSync(root, { recursive: true });
  expect(landing).toBe('[a](packages/a) `b` [c](https://example.org) [d](#part) ![e](e.svg)\n');
});
