import { ArrowLeftRight } from 'lucide-react';
import { memo } from 'react';
import { duration } from '@/lib/format';
import { cn } from '@/ui/class-names';
import { blockStyle } from './block-look';
import { type Block, type Item, type Mark, withoutOverlap } from './item';
import type { ScaleSegment } from './scale';

type PartsProps = { items: readonly Item[]; place: (time: number) => number; marked: string | null };

const percent = (share: number): string => `${share * 100}%`;
/** Narrower ones have no room for a text. */
const ROOM_FOR_TEXT = 0.035;
/** Nearer messages are drawn as one. */
const LEAST_APART = 0.004;

/** The waits that are drawn shorter than they were, with their true length where there is room. */
export function BarWaits({ pieces }: { pieces: readonly ScaleSegment[] }) {
  return pieces
    .filter(({ isShortened }) => isShortened)
    .map((piece) => (
      <div
        key={piece.from}
        title={`${duration(piece.to - piece.from)} without a run`}
        style={{ left: percent(piece.left), width: percent(piece.width) }}
        className="absolute top-4 flex h-7 items-center justify-center overflow-hidden border-line-strong border-x border-dashed"
      >
        {piece.width > ROOM_FOR_TEXT && (
          <span className="hidden whitespace-nowrap text-axis text-muted md:inline">
            {duration(piece.to - piece.from).split(' ')[0]}
          </span>
        )}
      </div>
    ));
}

/** What ran. */
export function BarBlocks({ items, place, marked }: PartsProps) {
  return items
    .filter((item): item is Block => item.kind === 'block')
    .map(({ key, from, to, state, text }) => (
      <BarBlock
        key={key}
        id={key}
        left={place(from)}
        right={place(to)}
        state={state}
        text={text}
        isMarked={key === marked}
      />
    ));
}

type BlockProps = Pick<Block, 'state' | 'text'> & { id: string; left: number; right: number; isMarked: boolean };

// There may be hundreds, and pointing at one changes two of them.
const BarBlock = memo(function BarBlock({ id, left, right, state, text, isMarked }: BlockProps) {
  return (
    <div
      data-block={id}
      data-marked={isMarked}
      style={{ left: percent(left), width: percent(right - left) }}
      className={cn(
        '@container absolute top-4 flex h-7 min-w-0.75 items-center justify-center overflow-hidden rounded-xs border-bg border-x forced-color-adjust-none data-[marked=true]:outline-2 data-[marked=true]:outline-ink',
        blockStyle[state],
      )}
    >
      <span className="hidden rounded-xs bg-card px-1 text-axis text-ink tabular-nums @min-[1.625rem]:block">
        {text}
      </span>
    </div>
  );
});

const marksOf = (items: readonly Item[], kind: Mark['kind']): Mark[] =>
  items.filter((item): item is Mark => item.kind === kind);

/** Handoffs, each upon the bar where it happened. */
export function BarHandoffs({ items, place, marked }: PartsProps) {
  return marksOf(items, 'handoff').map(({ key, at }) => (
    <div
      key={key}
      data-mark={key}
      data-marked={key === marked}
      style={{ left: percent(place(at)) }}
      className="group absolute top-0 flex h-11 w-4 -translate-x-1/2 flex-col items-center text-warn"
    >
      <ArrowLeftRight aria-hidden className="size-3.5 shrink-0 group-data-[marked=true]:text-accent" />
      <span className="w-0.5 flex-1 bg-warn forced-color-adjust-none group-data-[marked=true]:bg-accent" />
    </div>
  ));
}

/** Messages, below the bar; of those that would hide each other, one. */
export function BarMessages({ items, place, marked }: PartsProps) {
  return withoutOverlap(marksOf(items, 'message'), place, LEAST_APART, marked).map(({ key, at }) => (
    <div
      key={key}
      data-mark={key}
      data-marked={key === marked}
      style={{ left: percent(place(at)) }}
      className="absolute top-12 size-1.5 -translate-x-1/2 rounded-full bg-muted forced-color-adjust-none data-[marked=true]:scale-175 data-[marked=true]:bg-accent"
    />
  ));
}
