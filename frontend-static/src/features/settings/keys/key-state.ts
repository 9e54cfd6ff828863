type Key = { readonly revokedAt: string | null; readonly expiresAt: string | null };

/** Whether a key works; a revocation counts for more than an end that came by itself. */
export function keyState({ revokedAt, expiresAt }: Key, now: number): 'active' | 'expired' | 'revoked' {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'expired' : 'active';
}
