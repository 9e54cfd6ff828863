import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';

// No style sheet is loaded, so nothing is hidden by one; looking for it would take most of the time.
configure({ asyncUtilTimeout: 10_000, defaultHidden: true });

/** A socket that never opens: component tests have no subscriptions. */
class SilentSocket extends EventTarget {
  readonly readyState = 0;
  close() {}
  send() {}
}

// The DOM of the tests has no locks. One page is alone, so its turn is always.
Object.defineProperty(navigator, 'locks', { value: { request: (_: string, act: () => unknown) => act() } });

// index.html says by its <base> where the dashboard is.
const base = document.createElement('base');
base.href = '/';
document.head.append(base);

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal('WebSocket', SilentSocket);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});
