import { expect, test, vi } from 'vitest';
import { allPages, LONGEST_PAGE } from './all-pages';

const numbers = (from: number, many: number) => Array.from({ length: many }, (_, place) => from + place);
const upTo = (most: number) => (last: number) =>
  Promise.resolve(numbers(last + 1, Math.min(LONGEST_PAGE, most - last - 1)));

test('a list that is shorter than a page is asked for once', async () => {
  const next = vi.fn(upTo(7));
  const first = numbers(0, 7);
  expect(await allPages(first, next)).toBe(first);
  expect(await allPages([], next)).toEqual([]);
  expect(next).not.toHaveBeenCalled();
});

test('a longer one is asked for to its end', async () => {
  for (const many of [LONGEST_PAGE, LONGEST_PAGE + 1, 2 * LONGEST_PAGE, 1_800]) {
    expect(await allPages(numbers(0, LONGEST_PAGE), upTo(many))).toEqual(numbers(0, many));
  }
});

test('what is gone meanwhile ends the list', async () => {
  expect(await allPages(numbers(0, LONGEST_PAGE), () => Promise.resolve(undefined))).toHaveLength(LONGEST_PAGE);
});
