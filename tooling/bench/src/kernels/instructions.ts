/** What the code of a function and of all that it calls has in it. */
export interface Instructions {
  /** Instructions on vectors of 128 bits. */
  readonly simd: boolean;
  /** memory.copy or memory.fill, which the engine does with vectors of its own. */
  readonly bulk: boolean;
}

/** Reads a binary with the compiler's own library: the instructions that each exported function comes down to. */
export async function instructionsOf(binary: Uint8Array): Promise<Map<string, Instructions>> {
  const { default: binaryen } = await import('assemblyscript/binaryen');
  const module = binaryen.readBinary(binary);
  const text = module.emitText();
  module.dispose();
  return readInstructions(text);
}

/** The same from the text format, a function a paragraph. */
export function readInstructions(text: string): Map<string, Instructions> {
  const bodies = new Map(text.split(/\n \(func \$/).map((body) => [/^[^\s()]+/.exec(body)?.[0] ?? '', body] as const));
  const exported = [...text.matchAll(/\(export "([^"]+)" \(func \$([^\s()]+)\)\)/g)];
  return new Map(
    exported.map(([, name, start]) => {
      const code = reachable(start!, bodies).join('\n');
      const simd = /\((v128\.(load|store)|[if]\d+x\d+\.)/.test(code);
      return [name!, { simd, bulk: /\(memory\.(copy|fill)/.test(code) }];
    }),
  );
}

function reachable(start: string, bodies: ReadonlyMap<string, string>): string[] {
  const seen = new Set([start]);
  for (const name of seen) {
    for (const [, callee] of (bodies.get(name) ?? '').matchAll(/\(call \$([^\s()]+)/g)) seen.add(callee!);
  }
  return [...seen].map((name) => bodies.get(name) ?? '');
}
