// Waits for conditions, never for a fixed time.

const PATIENCE_MS = 60_000;
const PAUSE_MS = 50;

/** Waits until a condition holds, and returns what it returned. */
export async function until(what, condition) {
  const began = Date.now();
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() - began > PATIENCE_MS) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
