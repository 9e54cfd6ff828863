import { describe, expect, it } from 'vitest';
import { compressedScale, mergeSpans, position } from './scale';

describe('union', () => {
  it('joins what overlaps or touches, in whatever order it comes', () => {
    expect(
      mergeSpans([
        { from: 50, to: 60 },
        { from: 0, to: 10 },
        { from: 5, to: 20 },
        { from: 20, to: 30 },
      ]),
    ).toEqual([
      { from: 0, to: 30 },
      { from: 50, to: 60 },
    ]);
  });

  it('does not let a run within another one end it', () => {
    const inner = { from: 10, to: 20 };
    expect(mergeSpans([{ from: 0, to: 100 }, inner])).toEqual([{ from: 0, to: 100 }]);
  });
});

describe('pieces', () => {
  const runs = [
    { from: 0, to: 100 },
    { from: 100_100, to: 100_300 },
  ];

  it('keeps the proportions of what ran and fills the whole width', () => {
    const scale = compressedScale({ from: 0, to: 100_300 }, runs);
    const [first, wait, second] = scale;
    expect((second?.width ?? 0) / (first?.width ?? 1)).toBeCloseTo(2);
    expect(wait?.isShortened).toBe(true);
    expect(scale.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(1);
  });

  it('cuts a long wait short and leaves a short one as it was', () => {
    const scale = compressedScale({ from: 0, to: 305 }, [
      { from: 0, to: 100 },
      { from: 105, to: 305 },
    ]);
    expect(scale.map(({ isShortened }) => isShortened)).toEqual([false, false, false]);
    expect(scale[1]?.width).toBeCloseTo(5 / 305);
  });

  it('gives many waits together no more than half of what ran', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ from: index * 10_000, to: index * 10_000 + 10 }));
    const scale = compressedScale({ from: 0, to: 1_000_000 }, many);
    const waits = scale.filter(({ isShortened }) => isShortened).reduce((sum, { width }) => sum + width, 0);
    expect(waits).toBeCloseTo(1 / 3);
  });

  it('is to scale where nothing ran', () => {
    const scale = compressedScale({ from: 0, to: 1_000 }, []);
    expect(position(scale, 250)).toBeCloseTo(0.25);
  });

  it('knows a place for a session of a single instant', () => {
    expect(position(compressedScale({ from: 5, to: 5 }, []), 5)).toBe(0);
  });
});

describe('position', () => {
  it('goes on within a wait and never back', () => {
    const scale = compressedScale({ from: 0, to: 100_300 }, [
      { from: 0, to: 100 },
      { from: 100_100, to: 100_300 },
    ]);
    const places = [0, 50, 100, 40_000, 90_000, 100_100, 100_300].map((time) => position(scale, time));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places.at(-1)).toBeCloseTo(1);
  });

  it('keeps what lies outside at the ends', () => {
    const scale = compressedScale({ from: 0, to: 10 }, [{ from: 0, to: 10 }]);
    expect([position(scale, -5), position(scale, 50)]).toEqual([0, 1]);
  });
});
