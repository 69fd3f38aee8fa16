export const unaryReferences: Readonly<Record<string, (x: number) => number>>;
export const binaryReferences: Readonly<Record<'atan2' | 'pow', (a: number, b: number) => number>>;
