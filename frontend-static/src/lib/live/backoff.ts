const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** The delay after this many failures in a row; jitter keeps clients from reconnecting at the same time. */
export const backoffMs = (losses: number, chance: number): number =>
  Math.min(FIRST_MS * 2 ** (losses - 1), LONGEST_MS) * (0.75 + chance / 2);

/** Waits for the delay, or until the browser is online again or the signal aborts. */
export function waitBackoff(losses: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, backoffMs(losses, Math.random()));
    function done() {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    }
    window.addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}
