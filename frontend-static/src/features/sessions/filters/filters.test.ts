import { describe, expect, it } from 'vitest';
import { boundsLabel, parseBounds, serializeBounds } from './bounds';
import { filterArgument, isFiltered, parseFilters } from './filters';

const from = (query: string) => parseFilters(new URLSearchParams(query));

describe('filters', () => {
  it('are what the address says, in the words of the server', () => {
    const query = 'q=ses_1&status=succeeded&handoff=no&post=yes&user=dan&lifespan=1.5~30&cost=~2';
    expect(filterArgument(from(query))).toEqual({
      idContains: 'ses_1',
      userId: 'dan',
      hasFailures: false,
      hasHandoff: false,
      hasPostHandoff: true,
      minLifespanMs: 90_000,
      maxLifespanMs: 1_800_000,
      minCostUsd: null,
      maxCostUsd: 2,
    });
  });

  it('are none where the address names none rightly', () => {
    expect(isFiltered(from(''))).toBe(false);
    expect(isFiltered(from('status=odd&handoff=maybe&lifespan=9~1&cost=x~'))).toBe(false);
    expect(isFiltered(from('cost=0~'))).toBe(true);
  });
});

describe('bounds', () => {
  it.each(['5~60', '5~', '~60'])('%s is read and written back', (text) => {
    expect(serializeBounds(parseBounds(text))).toBe(text);
  });

  it.each([null, '', '5', '~', '-1~2', '1~2~3', '60~5', 'NaN~'])('are none where the address says %j', (text) => {
    expect(serializeBounds(parseBounds(text))).toBeNull();
  });

  it('are a word on a button', () => {
    const write = (value: number) => `${value} min`;
    expect(boundsLabel({ min: 5, max: 60 }, write)).toBe('5 min–60 min');
    expect(boundsLabel({ min: 5, max: null }, write)).toBe('≥ 5 min');
    expect(boundsLabel({ min: null, max: 60 }, write)).toBe('≤ 60 min');
    expect(boundsLabel({ min: null, max: null }, write)).toBeNull();
  });
});
