import { codeEntries, type Manifest } from '@ostinato-workspace/workspace';

/** A user's program: it imports every entry of every package, then trains an LSTM to tell rising from falling. */
export function programText(manifests: readonly Manifest[]): string {
  const imports = manifests.flatMap(codeEntries).map(({ specifier }) => `import '${specifier}';`);
  return `${imports.join('\n')}\n${training}`;
}

const training = `
import { jsBackend } from '@ostinato/backend-js';
import { LSTM } from '@ostinato/cells';
import { crossEntropy, Linear } from '@ostinato/nn';
import { lastHidden } from '@ostinato/sequence';
import { setBackend } from '@ostinato/tensor';
import { adam, trainStep } from '@ostinato/train';

setBackend(jsBackend());
const model = { lstm: new LSTM({ inputSize: 1, hiddenSize: 8 }), head: new Linear({ inFeatures: 8, outFeatures: 2 }) };
const step = trainStep(model, adam({ learningRate: 0.05 }), ({ x, y }) =>
  crossEntropy(model.head.forward(lastHidden(model.lstm.forward(x))), y),
);
const x = { data: Float32Array.of(0, 1, 2, 2, 1, 0, -1, 0, 1, 1, 0, -1), shape: [4, 3, 1], dtype: 'float32' };
const y = { data: Int32Array.of(1, 0, 1, 0), shape: [4], dtype: 'int32' };
const first = await step({ x, y });
let last = first;
for (let i = 0; i < 60; i++) last = await step({ x, y });
if (!(last < 0.5 * first)) throw new Error(\`the loss went from \${first} to \${last}\`);
console.log(\`loss \${first.toFixed(3)} to \${last.toFixed(3)}\`);
`;
