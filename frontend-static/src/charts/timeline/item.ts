/** How a block stands or ended; each has a color and a pattern of its own. */
export type BlockState = 'success' | 'fail' | 'timeout' | 'cancelled' | 'running' | 'lost';

export const blockName: Record<BlockState, string> = {
  success: 'Success',
  fail: 'Failed',
  timeout: 'Timeout',
  cancelled: 'Cancelled',
  running: 'Running',
  lost: 'Lost',
};

type Described = {
  /** The same for everything on the page that stands for the same thing. */
  readonly key: string;
  /** What it is, in a few words. */
  readonly label: string;
};

/** Something that took time. */
export type Block = Described & {
  readonly kind: 'block';
  readonly from: number;
  readonly to: number;
  readonly state: BlockState;
  /** What stands on it where there is room. */
  readonly text: string;
};

/** Something that happened at once. */
export type Mark = Described & { readonly kind: 'handoff' | 'message'; readonly at: number };

export type Item = Block | Mark;

export const startOf = (item: Item): number => (item.kind === 'block' ? item.from : item.at);
const endOf = (item: Item): number => (item.kind === 'block' ? item.to : item.at);

/** In the order of time; the shorter first where two begin together. */
export const sortByTime = (items: readonly Item[]): Item[] =>
  items.toSorted((one, other) => startOf(one) - startOf(other) || endOf(one) - endOf(other));

/**
 * What one points at: the nearest, if it is nearer than `reach`. A mark right under the pointer comes before the block
 * that it lies upon.
 */
export function nearestItem(
  items: readonly Item[],
  place: (time: number) => number,
  at: number,
  reach: number,
): Item | null {
  let best: Item | null = null;
  let least = reach;
  for (const item of items) {
    const beside = Math.max(place(startOf(item)) - at, at - place(endOf(item)), 0);
    const away = item.kind === 'block' ? beside + reach / 2 : beside;
    if (away < least) {
      best = item;
      least = away;
    }
  }
  return best;
}

/** Without those that would be drawn upon the one before; the marked one always stays. In the order of time. */
export function withoutOverlap<One extends { readonly key: string; readonly at: number }>(
  marks: readonly One[],
  place: (time: number) => number,
  least: number,
  marked: string | null,
): One[] {
  let last = Number.NEGATIVE_INFINITY;
  return marks.filter(({ key, at }) => {
    const isApart = place(at) - last >= least;
    if (isApart) last = place(at);
    return isApart || key === marked;
  });
}
