/** Checks that any cell can be held to. */
export {};
