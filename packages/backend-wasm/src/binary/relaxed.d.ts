/** A WebAssembly module in base64; built from `assembly/`. */
export declare const binary: string;
