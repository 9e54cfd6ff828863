import { expect, test, vi } from 'vitest';
import { fetchAllPages, MAX_PAGE_SIZE } from './fetch-all-pages';

const numbers = (from: number, many: number) => Array.from({ length: many }, (_, place) => from + place);
const upTo = (most: number) => (last: number) =>
  Promise.resolve(numbers(last + 1, Math.min(MAX_PAGE_SIZE, most - last - 1)));

test('a list that is shorter than a page is asked for once', async () => {
  const next = vi.fn(upTo(7));
  const first = numbers(0, 7);
  expect(await fetchAllPages(first, next)).toBe(first);
  expect(await fetchAllPages([], next)).toEqual([]);
  expect(next).not.toHaveBeenCalled();
});

test('a longer one is asked for to its end', async () => {
  for (const many of [MAX_PAGE_SIZE, MAX_PAGE_SIZE + 1, 2 * MAX_PAGE_SIZE, 1_800]) {
    expect(await fetchAllPages(numbers(0, MAX_PAGE_SIZE), upTo(many))).toEqual(numbers(0, many));
  }
});

test('what is gone meanwhile ends the list', async () => {
  expect(await fetchAllPages(numbers(0, MAX_PAGE_SIZE), () => Promise.resolve(undefined))).toHaveLength(MAX_PAGE_SIZE);
});
