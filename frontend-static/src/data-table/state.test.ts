import { describe, expect, it } from 'vitest';
import { arranged } from './use-columns';
import { parseSort, serializeSort } from './use-sort';

const FIELDS = ['COST', 'SUCCESS_RATE'] as const;

describe('an order', () => {
  it('is written shortly and read back', () => {
    for (const field of FIELDS) {
      for (const direction of ['ASC', 'DESC'] as const) {
        expect(parseSort(serializeSort({ field, direction }), FIELDS)).toEqual({ field, direction });
      }
    }
    expect(serializeSort({ field: 'SUCCESS_RATE', direction: 'ASC' })).toBe('success_rate.asc');
    expect(serializeSort({ field: 'COST', direction: 'DESC' })).toBe('cost');
  });

  it.each([null, '', 'name', 'cost.up', 'cost.asc.x'])('is none where the address says %j', (text) => {
    expect(parseSort(text, FIELDS)).toBeNull();
  });
});

describe('columns', () => {
  const columns = ['id', 'user', 'cost', 'repo'].map((id) => ({ id }));
  const ids = (order: string[]) => arranged(columns, order).map(({ id }) => id);

  it('stand as they were arranged', () => {
    expect(ids(['id', 'cost', 'user', 'repo'])).toEqual(['id', 'cost', 'user', 'repo']);
    expect(ids([])).toEqual(['id', 'user', 'cost', 'repo']);
  });

  it('that are new, or gone, do no harm', () => {
    expect(ids(['id', 'gone', 'cost', 'user'])).toHaveLength(4);
    expect(ids(['id', 'cost', 'user'])).toEqual(['id', 'cost', 'user', 'repo']);
  });
});
