import { FormatError, StateError } from '@ostinato/base';
import type { HostTensor } from '@ostinato/nn';
import { decodeSafetensors, type TensorEntry } from '@ostinato/safetensors';
import { jsonToTree } from './carried-tree.ts';
import { type Checkpoint, checkpointFormat, checkpointVersion } from './checkpoint.ts';
import { checksumKey, checksumOf } from './checksum.ts';
import { isRecord, type Json } from './json.ts';

const broken = (what: string): FormatError =>
  new FormatError(`decodeCheckpoint: ${what}. Use another checkpoint.`, { code: 'FORMAT_CHECKPOINT' });

/** The metadata of a whole, unchanged checkpoint. @throws FormatError, StateError for another version */
function checkSeal(file: Uint8Array, metadata: ReadonlyMap<string, string>): void {
  const format = metadata.get('format');
  if (format !== checkpointFormat) {
    const got = format === undefined ? 'no format' : `format "${format.slice(0, 40)}"`;
    throw broken(`this safetensors file is no checkpoint: its metadata has ${got}, expected "${checkpointFormat}"`);
  }
  const [saved, now] = [metadata.get(checksumKey), checksumOf(file)];
  if (saved !== now || now === undefined) {
    throw new FormatError(
      `decodeCheckpoint: the file was damaged: its checksum is ${now}, it was saved as ${saved}. Use another checkpoint.`,
      { code: 'FORMAT_CHECKSUM' },
    );
  }
  const version = metadata.get('version');
  if (version === checkpointVersion) return;
  const cure = `Use the version of @ostinato/train that wrote it`;
  throw new StateError(
    `decodeCheckpoint: the file has checkpoint version ${version}, this package reads version ${checkpointVersion}. ${cure}.`,
    {
      code: 'STATE_VERSION',
    },
  );
}

function hostTensor({ dtype, shape, data }: TensorEntry): HostTensor {
  const known = { F32: 'float32', F64: 'float32', I32: 'int32', BOOL: 'bool' } as Partial<Record<string, string>>;
  const kind = known[dtype];
  if (kind === undefined) throw broken(`dtype ${dtype} does not occur in checkpoints`);
  return { dtype: kind, shape, data: data as Float32Array };
}

/** Tensors whose name begins with `prefix`, without it. */
function part(tensors: ReadonlyMap<string, HostTensor>, prefix: string): Map<string, HostTensor> {
  const named = [...tensors].filter(([name]) => name.startsWith(prefix));
  return new Map(named.map(([name, value]) => [name.slice(prefix.length), value]));
}

/**
 * Reads a checkpoint. Bytes that are cut short, damaged anywhere or something else are refused before anything is made.
 * @throws FormatError (`FORMAT_CHECKSUM` for damage, `FORMAT_CHECKPOINT` for another kind of file, or the codes of
 * `decodeSafetensors`); StateError `STATE_VERSION` naming both versions; ArgumentError when `bytes` are no bytes
 */
export function decodeCheckpoint(bytes: Uint8Array | ArrayBuffer): Checkpoint {
  const { tensors: entries, metadata } = decodeSafetensors(bytes);
  checkSeal(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes, metadata);
  const tensors = new Map([...entries].map(([name, entry]) => [name, hostTensor(entry)]));
  const json = parse(metadata.get('contents'));
  const { optimizer, carry, ...rest } = json as Partial<Record<string, Json>>;
  const { kind, json: numbers } = isRecord(optimizer) ? (optimizer as Record<string, Json>) : {};
  return {
    ...rest,
    model: part(tensors, 'model.'),
    ...(optimizer !== undefined && {
      optimizer: { kind: String(kind), json: numbers ?? null, tensors: part(tensors, 'optimizer.') },
    }),
    ...(carry !== undefined && { carry: jsonToTree(carry, tensors) }),
  } as Checkpoint;
}

function parse(text: string | undefined): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text ?? '');
    if (isRecord(json)) return json;
  } catch (cause) {
    throw new FormatError('decodeCheckpoint: the contents are no JSON.', { code: 'FORMAT_CHECKPOINT', cause });
  }
  throw broken('the contents are no JSON object');
}
