/** A WebAssembly module in hex digits; built from `assembly/`. */
export declare const binary: string;
