/** How a block stands or ended; each has a colour and a pattern of its own. */
export type BlockState = 'success' | 'fail' | 'timeout' | 'cancelled' | 'running' | 'lost';

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
export const inOrder = (items: readonly Item[]): Item[] =>
  items.toSorted((one, other) => startOf(one) - startOf(other) || endOf(one) - endOf(other));

/** How far a place lies from what is drawn between two others; 0 within. */
function distance(at: number, left: number, right: number): number {
  return Math.max(left - at, at - right, 0);
}

/** What one points at: the nearest, a mark before the block that it lies on; null if nothing is as near as `reach`. */
export function nearest(
  items: readonly Item[],
  place: (time: number) => number,
  at: number,
  reach: number,
): Item | null {
  let best: Item | null = null;
  let least = reach;
  for (const item of items) {
    // Within a block the pointer means the block, unless it is right upon a mark.
    const far = item.kind === 'block' ? distance(at, place(item.from), place(item.to)) + reach / 2 : 0;
    const away = item.kind === 'block' ? far : distance(at, place(item.at), place(item.at));
    if (away < least) {
      best = item;
      least = away;
    }
  }
  return best;
}
