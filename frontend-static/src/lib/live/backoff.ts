const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** How long to wait after so many losses in a row; the chance keeps clients from coming back all at once. */
export const backoffMs = (losses: number, chance: number): number =>
  Math.min(FIRST_MS * 2 ** (losses - 1), LONGEST_MS) * (0.75 + chance / 2);

/** Waits, but not for longer than until the browser is back online or the signal says stop. */
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
