import { expect, it } from 'vitest';
import { keyState } from './key-state';

const now = Date.parse('2026-03-01T10:00:00Z');
const ago = '2026-03-01T09:59:59Z';
const ahead = '2026-03-01T10:00:01Z';

it.each([
  [null, null, 'active'],
  [null, ahead, 'active'],
  [null, ago, 'expired'],
  [null, '2026-03-01T10:00:00Z', 'expired'],
  [ago, ahead, 'revoked'],
  [ago, ago, 'revoked'],
] as const)('revoked %s, ends %s: %s', (revokedAt, expiresAt, state) => {
  expect(keyState({ revokedAt, expiresAt }, now)).toBe(state);
});
