import { describe, expect, it } from 'vitest';
import { hrefKeeping, pickParams, withChanges } from './use-url-params';

describe('an address', () => {
  it('changes what is named and keeps the rest', () => {
    expect(withChanges('?sort=cost&q=a', { q: 'b', page: '2' })).toBe('?sort=cost&q=b&page=2');
    expect(withChanges('?sort=cost&q=a', { q: null, sort: '' })).toBe('');
    expect(withChanges('', { range: '2026-01-01~2026-01-02' })).toBe('?range=2026-01-01~2026-01-02');
  });

  it('of another page takes organization and range along, and nothing else', () => {
    expect(hrefKeeping('?org=acme&range=30d&sort=cost&peek=x', '/users')).toBe('/users?org=acme&range=30d');
    expect(hrefKeeping('?range=30d', '/sessions', { user: 'a b' })).toBe('/sessions?range=30d&user=a+b');
    expect(hrefKeeping('?org=acme', '/', { org: 'globex' })).toBe('/?org=globex');
  });

  it('is read once: what stands in it with signs of per cent stays so', () => {
    const query = new URLSearchParams(withChanges('?sort=cost&page=2', { q: 'a%2Fb%25', user: 'x&y=z' }));
    expect(new URLSearchParams(pickParams(query, ['q', 'user'])).get('q')).toBe('a%2Fb%25');
    expect([...new URLSearchParams(pickParams(query, ['user', 'sort']))]).toEqual([
      ['user', 'x&y=z'],
      ['sort', 'cost'],
    ]);
  });
});
