import { describe, expect, it } from 'vitest';
import { frameOf } from './frame';
import { binLabel, histogramBins, median } from './histogram-bins';
import { maxLabelWidth } from './label-width';
import { barsPath, linePath } from './paths';
import { scaleOf } from './scale';
import { type Series, seriesColor, stacked, totalAt } from './series';
import { sparkPaths } from './spark-paths';
import { COUNT, DURATION, MEAN, MONEY } from './unit';

const series = (id: string, values: (number | null)[]): Series => ({ id, name: id, color: seriesColor(0), values });
const moves = (path: string): number => path.split('M').length - 1;

describe('a stack', () => {
  const both = [series('a', [1, null, 3]), series('b', [4, 5, null])];
  it('stands on what is below', () => {
    expect(stacked(both)).toEqual([
      [
        [0, 1],
        [0, 0],
        [0, 3],
      ],
      [
        [1, 5],
        [0, 5],
        [3, 3],
      ],
    ]);
  });
  it('sums what is known', () => {
    expect([0, 1, 2, 3].map((index) => totalAt(both, index))).toEqual([5, 5, 3, null]);
  });
  it('is one path for each series, with a bar where there is something', () => {
    const scale = scaleOf([5], COUNT);
    const frame = frameOf(400, 200, scale, COUNT, 3);
    const [a = [], b = []] = stacked(both);
    expect(moves(barsPath(a, frame, scale, () => true))).toBe(2);
    expect(moves(barsPath(b, frame, scale, (index) => index !== 1))).toBe(1);
  });
});

describe('a line', () => {
  const scale = scaleOf([0, 10], COUNT);
  const frame = frameOf(400, 200, scale, COUNT, 5);
  it('breaks where nothing is known', () => {
    expect(moves(linePath([1, 2, null, 3, 4], frame, scale))).toBe(2);
    expect(linePath([null, null], frame, scale)).toBe('');
  });
});

describe('a sparkline', () => {
  it('passes over gaps and sets the last stretch apart while it may change', () => {
    const { line, open } = sparkPaths([1, null, 3, 2], 90, 20, true);
    expect(moves(line)).toBe(1);
    expect(line.endsWith('60,1')).toBe(true);
    expect(open.startsWith('M60,1')).toBe(true);
    expect(sparkPaths([1, 2, null], 90, 20, true).open).toBe('');
  });
  it('of nothing is nothing, and of one value has no NaN', () => {
    expect(sparkPaths([null, null], 90, 20, false)).toEqual({ line: '', open: '', area: '' });
    expect(JSON.stringify(sparkPaths([4], 90, 20, false))).not.toContain('NaN');
  });
});

describe('bins', () => {
  it('hold every value once', () => {
    for (const values of [
      [5],
      [0, 0, 0],
      [1_000, 30_000, 61_000, 299_000],
      Array.from({ length: 99 }, (_, n) => n * 777),
    ]) {
      const { bins } = histogramBins(values, DURATION);
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
      expect(bins.length).toBeLessThanOrEqual(10);
    }
  });
  it('are named by their edges', () => {
    expect(binLabel({ from: 0, to: 30_000, count: 1 }, 30_000, DURATION)).toBe('0 – 30s');
    expect(binLabel({ from: 0.01, to: 0.02, count: 1 }, 0.01, MONEY)).toBe('$0.01 – $0.02');
  });
  it('a tenth of a dollar wide have names of cents', () => {
    const { bins, step } = histogramBins([0.12, 0.31, 0.78], MONEY);
    expect(bins.map((bin) => binLabel(bin, step, MONEY))).toEqual([
      '$0.10 – $0.20',
      '$0.20 – $0.30',
      '$0.30 – $0.40',
      '$0.40 – $0.50',
      '$0.50 – $0.60',
      '$0.60 – $0.70',
      '$0.70 – $0.80',
    ]);
  });
  it('have names of a handful of characters, each its own, whatever is spread', () => {
    for (const unit of [COUNT, MEAN, MONEY, DURATION]) {
      for (let exponent = -2; exponent <= 8; exponent += 1) {
        for (const lead of [1, 1.3, 2.7, 3.1, 7.7, 9.9]) {
          const size = lead * 10 ** exponent;
          const { bins, step } = histogramBins([size * 0.9, size, size * 1.7], unit);
          const names = bins.map((bin) => unit.tick(bin.from, step));
          expect(new Set(names).size).toBe(names.length);
          for (const name of names) expect(name.length).toBeLessThanOrEqual(13);
        }
      }
    }
  });
});

describe('the room beside a plot', () => {
  it('holds the widest label, digits of thousands included', () => {
    const scale = scaleOf([1_900], COUNT, { steps: 3 });
    const labels = scale.ticks.map((tick) => COUNT.tick(tick, scale.step));
    expect(labels).toContain('1,000');
    expect(frameOf(400, 160, scale, COUNT, 5).left).toBeGreaterThan(maxLabelWidth(labels));
    expect(maxLabelWidth(['0', '1,000'])).toBeGreaterThan(28);
  });
});

describe('the median', () => {
  it('is the middle, or between the two middle ones', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([7]), median([])]).toEqual([2, 2.5, 7, null]);
  });
});
