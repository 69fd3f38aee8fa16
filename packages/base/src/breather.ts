/**
 * Lets timers, signals and pages have a turn, at most every `milliseconds`: a loop of promises that are ready at once
 * would never let Ctrl-C through.
 */
export function breather(milliseconds = 16): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < milliseconds) return;
    await nextTurn();
    last = performance.now();
  };
}

/** A turn of the event loop; a message is not slowed down as nested timers are. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
