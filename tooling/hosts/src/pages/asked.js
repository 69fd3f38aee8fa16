/**
 * The options that a page is opened with: `?{"threads":2}`.
 *
 * @returns {import('@ostinato/backend-wasm').WasmBackendOptions}
 */
export function asked() {
  return JSON.parse(decodeURIComponent(location.search.slice(1)) || '{}');
}

/**
 * Leaves what came of it, a failure too, where the test finds it.
 *
 * @param {Promise<unknown>} work
 */
export async function show(work) {
  const page = /** @type {{ result?: unknown }} */ (globalThis);
  try {
    page.result = await work;
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    page.result = { error: `${name}: ${message}` };
  }
}
