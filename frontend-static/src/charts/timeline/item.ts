/** The state of a block; each has a color and a pattern of its own. */
export type BlockState = 'success' | 'fail' | 'timeout' | 'cancelled' | 'running' | 'stopped' | 'lost';

export const blockName: Record<BlockState, string> = {
  success: 'Success',
  fail: 'Failed',
  timeout: 'Timeout',
  cancelled: 'Cancelled',
  running: 'Running',
  stopped: 'Stopped',
  lost: 'Lost',
};

type Described = {
  /** The same for everything on the page that stands for the same thing. */
  readonly key: string;
  /** A short description. */
  readonly label: string;
};

/** Something with a duration. */
export type Block = Described & {
  readonly kind: 'block';
  readonly from: number;
  readonly to: number;
  readonly state: BlockState;
  /** The text on the block, where it fits. */
  readonly text: string;
};

/** Something that happened at one instant. */
export type Mark = Described & { readonly kind: 'handoff' | 'message'; readonly at: number };

export type Item = Block | Mark;

export const startOf = (item: Item): number => (item.kind === 'block' ? item.from : item.at);
const endOf = (item: Item): number => (item.kind === 'block' ? item.to : item.at);

/** Sorted by time; the shorter one first if two begin together. */
export const sortByTime = (items: readonly Item[]): Item[] =>
  items.toSorted((one, other) => startOf(one) - startOf(other) || endOf(one) - endOf(other));

/** The nearest item within `reach` of the pointer. A mark right under the pointer wins over the block behind it. */
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

/** Drops marks that would overlap the one before, but never the marked one. Marks are sorted by time. */
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
