import { describe, expect, it } from 'vitest';
import { isSameSubject } from './use-gql';

describe('an earlier answer', () => {
  const asked = { organizationId: 'acme', period: { from: '2026-01-01', to: '2026-01-07' } };

  it('stays while the same is asked about, on other days', () => {
    expect(isSameSubject(asked, { ...asked, period: { from: '2026-01-01', to: '2026-01-30' } })).toBe(true);
    expect(isSameSubject({}, {})).toBe(true);
  });

  it('never stands for another organization or thing', () => {
    expect(isSameSubject(asked, { ...asked, organizationId: 'globex' })).toBe(false);
    expect(isSameSubject({ organizationId: 'acme', id: 'a' }, { organizationId: 'acme', id: 'b' })).toBe(false);
    expect(isSameSubject(undefined, asked)).toBe(false);
  });
});
