import { describe, expect, it } from 'vitest';
import { detailPath, idFromPath, idFromUrl } from './detail-path';
import { hrefKeeping } from './use-url-params';

describe('lastId', () => {
  it('takes what is no encoding as it stands', () => {
    expect(idFromPath('/sessions/100%')).toBe('100%');
  });
});

describe('the page of one thing', () => {
  it.each(['ses_1', 'a/b', '100%', 'a%2Fb', 'Zoë & co?', '#1', '.', '..', '...', '-', '%2e', './..'])(
    'has an address that a browser leaves as it is, for the id %s',
    (id) => {
      const address = hrefKeeping('?range=30d', ...detailPath('/sessions', id));
      const { pathname, searchParams } = new URL(address, 'https://host');
      expect(pathname.startsWith('/sessions/')).toBe(true);
      expect(pathname.length).toBeGreaterThan('/sessions/'.length);
      expect(idFromUrl(pathname, searchParams)).toBe(id);
      expect(searchParams.get('range')).toBe('30d');
    },
  );
});
