/** The reference backend: every kernel as a plain loop. */
export { jsBackend, type JsBackendOptions } from './js-backend.ts';
export type { JsStorage } from './storage.ts';
