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

// happy-dom has no locks. There is one tab, so it always gets the lock.
Object.defineProperty(navigator, 'locks', { value: { request: (_: string, act: () => unknown) => act() } });

// As in index.html, which names the path of the dashboard.
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
