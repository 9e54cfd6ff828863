type Key = { readonly revokedAt: string | null; readonly expiresAt: string | null };

/** The state of a key; a revocation takes precedence over expiry. */
export function keyState({ revokedAt, expiresAt }: Key, now: number): 'active' | 'expired' | 'revoked' {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'expired' : 'active';
}
