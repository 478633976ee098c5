/**
 * Calls `tick` every `ms`, also in a page that is not seen: there browsers slow the page's own timers down to one call a second, but
 * not those of a worker. Where a page may have no such worker, its own timer has to do.
 */
export function steadyTimer(ms: number, tick: () => void): () => void {
  let stop: () => void = () => undefined;
  const runHere = (): void => {
    const timer = setInterval(tick, ms);
    stop = () => {
      clearInterval(timer);
    };
  };
  try {
    const code = `setInterval(() => postMessage(0), ${String(ms)})`;
    const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
    const worker = new Worker(url);
    stop = () => {
      worker.terminate();
      URL.revokeObjectURL(url);
    };
    worker.onmessage = tick;
    worker.onerror = () => {
      stop(); // forbidden by the page's policy
      runHere();
    };
  } catch {
    runHere();
  }
  return () => {
    stop();
  };
}
