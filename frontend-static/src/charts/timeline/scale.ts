/** A time span, in milliseconds since 1970. */
export type Span = { readonly from: number; readonly to: number };

/** A span of time and its position: 0 is the left end, 1 the right one. */
export type ScaleSegment = Span & {
  readonly left: number;
  readonly width: number;
  /** Whether the span is an idle one that is drawn shorter than to scale. */
  readonly isShortened: boolean;
};

/** The maximum share of a single idle span, relative to the busy time. */
const MAX_WAIT_SHARE = 1 / 20;

/** The busy spans, sorted, with those that touch or overlap joined. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.from - other.from)) {
    const last = joined.at(-1);
    if (last !== undefined && span.from <= last.to) {
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    } else joined.push(span);
  }
  return joined;
}

/**
 * A scale that draws busy spans in true proportion and shortens long idle ones: together these take at most half of the
 * busy time. Without busy spans everything is to scale.
 */
export function compressedScale(whole: Span, spans: readonly Span[]): ScaleSegment[] {
  const busy = mergeSpans(spans.filter(({ from, to }) => to > from));
  const stretches: { span: Span; isBusy: boolean }[] = [];
  let at = whole.from;
  for (const span of busy) {
    if (span.from > at) stretches.push({ span: { from: at, to: span.from }, isBusy: false });
    stretches.push({ span, isBusy: true });
    at = span.to;
  }
  if (whole.to > at) stretches.push({ span: { from: at, to: whole.to }, isBusy: false });

  const ran = busy.reduce((sum, { from, to }) => sum + to - from, 0);
  const waits = stretches.length - busy.length;
  const cap = ran === 0 ? Number.POSITIVE_INFINITY : Math.min(ran * MAX_WAIT_SHARE, ran / (2 * waits));
  const drawn = stretches.map(({ span, isBusy }) => {
    const length = span.to - span.from;
    return { span, length: isBusy ? length : Math.min(length, cap), isShortened: !isBusy && length > cap };
  });
  const all = drawn.reduce((sum, { length }) => sum + length, 0);
  let left = 0;
  return drawn.map(({ span, length, isShortened }) => {
    const piece = { ...span, left, width: all === 0 ? 0 : length / all, isShortened };
    left += piece.width;
    return piece;
  });
}

/** The position of an instant, from 0 to 1. */
export function position(scale: readonly ScaleSegment[], time: number): number {
  let [low, high] = [0, scale.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (time <= (scale[middle]?.to ?? time)) high = middle;
    else low = middle + 1;
  }
  const piece = scale[low];
  if (piece === undefined) return 0;
  const share = (time - piece.from) / (piece.to - piece.from);
  return piece.left + piece.width * Math.min(Math.max(share, 0), 1);
}
