import { describe, expect, it } from 'vitest';
import { type Item, nearestItem, sortByTime, withoutOverlap } from './item';

const block = (key: string, from: number, to: number): Item => ({
  kind: 'block',
  key,
  label: key,
  from,
  to,
  state: 'success',
  text: key,
});
const mark = (key: string, at: number): Item => ({ kind: 'handoff', key, label: key, at });
const place = (time: number): number => time / 100;

describe('nearest', () => {
  const items = [block('run', 10, 50), mark('handoff', 30), block('short', 70, 71)];

  it('is the block that one points into', () => {
    expect(nearestItem(items, place, 0.2, 0.02)?.key).toBe('run');
  });

  it('is the mark that lies upon a block, when one points right at it', () => {
    expect(nearestItem(items, place, 0.305, 0.02)?.key).toBe('handoff');
  });

  it('is what lies a little beside the pointer', () => {
    expect(nearestItem(items, place, 0.715, 0.02)?.key).toBe('short');
  });

  it('is nothing where nothing is near', () => {
    expect(nearestItem(items, place, 0.6, 0.02)).toBeNull();
  });
});

describe('inOrder', () => {
  it('goes by time', () => {
    const keys = sortByTime([block('b', 5, 9), mark('c', 6), block('a', 5, 6)]).map(({ key }) => key);
    expect(keys).toEqual(['a', 'b', 'c']);
  });
});

describe('apart', () => {
  const marks = [0, 1, 2, 10, 11].map((at) => ({ key: `m${at}`, at }));

  it('leaves out what would hide what is there already', () => {
    expect(withoutOverlap(marks, place, 0.05, null).map(({ key }) => key)).toEqual(['m0', 'm10']);
  });

  it('keeps the marked one', () => {
    expect(withoutOverlap(marks, place, 0.05, 'm11').map(({ key }) => key)).toEqual(['m0', 'm10', 'm11']);
  });
});
