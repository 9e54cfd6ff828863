import { describe, expect, it } from 'vitest';
import { lastId } from './page-id';

describe('lastId', () => {
  it.each(['ses_1', 'a/b', '100%', 'a%2Fb', 'Zoë & co?', '#1'])('reads %s as it was written', (id) => {
    expect(lastId(`/base/sessions/${encodeURIComponent(id)}`)).toBe(id);
  });

  it('takes what is no encoding as it stands', () => {
    expect(lastId('/sessions/100%')).toBe('100%');
  });
});
