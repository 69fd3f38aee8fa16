/** How files begin that are often given in place of a safetensors file. */
const signatures: readonly (readonly [start: string, kind: string])[] = [
  ['PK\x03\x04', 'a zip archive, such as a PyTorch file (torch.save), an .npz or a .keras file; convert it first'],
  ['\x80\x02\x8a\x0a', 'a PyTorch file of the old kind (torch.save before 1.6); convert it first'],
  ['\x89HDF', 'an HDF5 file (Keras .h5)'],
  ['\x93NUMPY', 'a NumPy .npy file'],
  ['GGUF', 'a GGUF file (llama.cpp)'],
  ['\x1f\x8b\x08', 'a gzip archive; unpack it first'],
  ['version https://git-lfs', 'a Git LFS pointer, not the file itself; run "git lfs pull"'],
];

/**
 * A sentence that says what a file looks like when it is no safetensors file, with a leading space, for the end of
 * an error message; empty when nothing is known.
 */
export function lookalike(file: Uint8Array): string {
  if (file[8] === 0x7b) return ''; // a "{" after 8 bytes: a safetensors file, whatever ails it
  const start = String.fromCharCode(...file.subarray(0, 64));
  const known = signatures.find(([signature]) => start.startsWith(signature));
  if (known !== undefined) return ` The file looks like ${known[1]}.`;
  if (/^\x80[\x02-\x05][^\0]/.test(start)) return ' The file looks like a Python pickle.';
  const text = start
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (/^<(!doctype|html|!--|\?xml|head)/.test(text)) {
    return ' The file looks like an HTML page: the download gave an error page instead of the weights.';
  }
  if (/^[[{]/.test(text)) return ' The file looks like JSON text: give the weights, not the configuration.';
  if (start.length >= 8 && /^\0+$/.test(start)) return ' The file starts with zeros, as an incomplete download does.';
  return '';
}
