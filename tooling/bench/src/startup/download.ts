import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { build, type Rollup } from 'vite';
import { benchFolder } from '../locations.ts';

/** A part of a download. */
export interface DownloadSize {
  readonly name: string;
  readonly bytes: number;
  readonly gzip: number;
}

const binaryName = /^(simd|relaxed)(-shared)?$/;
/** The binary of a page that has no shared memory, in a browser of today. */
const counted = 'relaxed';
/** What such a page does not load. */
const forThreads = /^(with-threads|assets\/worker-.*)$/;

/** What a browser downloads to run an LSTM: all code of a bundle, and one of its binaries. */
export async function downloadSizes(): Promise<DownloadSize[]> {
  const output = await bundle(join(benchFolder, 'bundle/lstm.js'));
  const files = output.flatMap((file) => {
    const name = file.type === 'chunk' ? file.name : file.fileName;
    if (forThreads.test(name) || (binaryName.test(name) && name !== counted)) return [];
    return [sizeOf(binaryName.test(name) ? `binary ${name}` : name, file.type === 'chunk' ? file.code : file.source)];
  });
  const total = files.reduce(
    (sum, { bytes, gzip }) => ({ name: 'total', bytes: sum.bytes + bytes, gzip: sum.gzip + gzip }),
    {
      name: 'total',
      bytes: 0,
      gzip: 0,
    },
  );
  return [...files, total];
}

async function bundle(entry: string): Promise<Rollup.RollupOutput['output']> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: benchFolder,
    build: { write: false, modulePreload: false, rolldownOptions: { input: entry } },
    worker: { format: 'es' },
  });
  return (result as Rollup.RollupOutput).output;
}

function sizeOf(name: string, content: string | Uint8Array): DownloadSize {
  const bytes = Buffer.from(content);
  return { name, bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
}
