import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderNames } from './names/render.ts';

const path = fileURLToPath(new URL('../../../docs/torch-names.md', import.meta.url));
writeFileSync(path, renderNames());
console.log(`wrote ${path}`);
