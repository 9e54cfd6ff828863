import { describe, expect, it } from 'vitest';
import { shouldReplace, stableRows } from './stable-rows';

type Row = { id: string; runs: number };
const rows = (...ids: string[]): Row[] => ids.map((id) => ({ id, runs: 1 }));
const keyOf = ({ id }: Row) => id;

describe('rows that are held', () => {
  it('keep their places and have the latest figures, while others come and go', () => {
    const latest = [...rows('new'), { id: 'a', runs: 7 }, ...rows('b')];
    const { rows: shown, fresh, isOutdated } = stableRows(rows('a', 'b', 'c'), latest, keyOf);
    expect(shown).toEqual([{ id: 'a', runs: 7 }, ...rows('b', 'c')]);
    expect([fresh, isOutdated]).toEqual([1, true]);
  });

  it('know another order of the same rows', () => {
    expect(stableRows(rows('a', 'b'), rows('b', 'a'), keyOf)).toMatchObject({ fresh: 0, isOutdated: true });
  });

  it('are the latest ones themselves where nothing moved, so that nothing is drawn anew', () => {
    const latest = rows('a', 'b');
    expect(stableRows(rows('a', 'b'), latest, keyOf).rows).toBe(latest);
    expect(stableRows(rows('a', 'b'), latest, keyOf)).toMatchObject({ fresh: 0, isOutdated: false });
  });
});

describe('what is held gives way', () => {
  const held = { queryKey: 'q', rows: rows('a'), isSettled: true };
  it('to another queryKey, to the first rows of an empty list, and to what was still being asked', () => {
    expect(shouldReplace(null, 'q', true)).toBe(true);
    expect(shouldReplace(held, 'other', true)).toBe(true);
    expect(shouldReplace({ ...held, rows: [] }, 'q', true)).toBe(true);
    expect(shouldReplace({ ...held, isSettled: false }, 'q', true)).toBe(true);
  });
  it('to nothing else while somebody looks', () => {
    expect([shouldReplace(held, 'q', true), shouldReplace(held, 'q', false)]).toEqual([false, true]);
  });
});
