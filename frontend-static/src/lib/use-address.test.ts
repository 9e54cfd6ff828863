import { describe, expect, it } from 'vitest';
import { changed, hrefFrom, only } from './use-address';

describe('an address', () => {
  it('changes what is named and keeps the rest', () => {
    expect(changed('?sort=cost&q=a', { q: 'b', page: '2' })).toBe('?sort=cost&q=b&page=2');
    expect(changed('?sort=cost&q=a', { q: null, sort: '' })).toBe('');
    expect(changed('', { range: '2026-01-01~2026-01-02' })).toBe('?range=2026-01-01~2026-01-02');
  });

  it('of another page takes organisation and range along, and nothing else', () => {
    expect(hrefFrom('?org=acme&range=30d&sort=cost&peek=x', '/users')).toBe('/users?org=acme&range=30d');
    expect(hrefFrom('?range=30d', '/sessions', { user: 'a b' })).toBe('/sessions?range=30d&user=a+b');
    expect(hrefFrom('?org=acme', '/', { org: 'globex' })).toBe('/?org=globex');
  });

  it('is read once: what stands in it with signs of per cent stays so', () => {
    const query = new URLSearchParams(changed('?sort=cost&page=2', { q: 'a%2Fb%25', user: 'x&y=z' }));
    expect(new URLSearchParams(only(query, ['q', 'user'])).get('q')).toBe('a%2Fb%25');
    expect([...new URLSearchParams(only(query, ['user', 'sort']))]).toEqual([
      ['user', 'x&y=z'],
      ['sort', 'cost'],
    ]);
  });
});
