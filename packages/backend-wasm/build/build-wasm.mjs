// Compiles assembly/ into the binaries of src/binary (for tests) and dist/binary (published).
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['src/binary', 'dist/binary'].map((folder) => join(root, folder));

/** The features of each binary beyond plain SIMD. A shared memory is another kind of import, so it needs a binary of its own. */
const variants = {
  simd: [],
  relaxed: ['--enable', 'relaxed-simd'],
  'simd-shared': ['--enable', 'threads', '--sharedMemory'],
  'relaxed-shared': ['--enable', 'relaxed-simd', '--enable', 'threads', '--sharedMemory'],
};

/** Common to all: `stub` has no heap, since the host owns the memory. */
const flags =
  '-O2 --noAssert --runtime stub --use abort= --enable simd --importMemory --initialMemory 1 --maximumMemory 65536'.split(
    ' ',
  );

if (process.argv[1] === script) await buildAll();

/** Builds unless all binaries are newer than all sources. */
export async function buildIfStale() {
  if (isStale()) await buildAll();
}

function isStale() {
  const outputs = Object.keys(variants).map((name) => join(root, 'src/binary', `${name}.js`));
  if (!outputs.every((path) => existsSync(path))) return true;
  const oldest = Math.min(...outputs.map((path) => statSync(path).mtimeMs));
  const sources = readdirSync(join(root, 'assembly'), { recursive: true, encoding: 'utf8' }).map((name) =>
    join(root, 'assembly', name),
  );
  return [...sources, script].some((path) => statSync(path).mtimeMs > oldest);
}

async function buildAll() {
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  for (const [name, features] of Object.entries(variants)) {
    const binary = await compile(features);
    // A compressed download of hex digits is a fifth smaller than one of base64, whose characters do not fall on bytes.
    const code = `export const binary =\n  '${Buffer.from(binary).toString('hex')}';\n`;
    for (const folder of folders) {
      writeFileSync(join(folder, `${name}.js`), code);
      writeFileSync(join(folder, `${name}.wasm`), binary);
    }
  }
}

/** @param {readonly string[]} features */
async function compile(features) {
  const { default: asc } = await import('assemblyscript/asc');
  /** @type {Uint8Array} */
  let binary = new Uint8Array();
  const { error, stderr } = await asc.main(
    ['assembly/index.ts', '--baseDir', root, '--outFile', 'out.wasm', ...flags, ...features],
    {
      writeFile: (_, contents) => {
        binary = /** @type {Uint8Array} */ (contents);
      },
    },
  );
  if (error) throw new Error(`${stderr}`, { cause: error });
  return binary;
}
