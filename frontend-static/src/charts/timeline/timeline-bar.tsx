import { ArrowLeftRight } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, memo, useMemo } from 'react';
import { clock, duration } from '@/lib/format';
import { cn } from '@/ui/class-names';
import {
  type Block,
  type BlockState,
  blockName,
  type Item,
  type Mark,
  nearestItem,
  sortByTime,
  startOf,
  withoutOverlap,
} from './item';
import { compressedScale, position, type ScaleSegment, type Span } from './scale';

type TimelineBarProps = {
  /** The name of the bar for screen readers. */
  label: string;
  whole: Span;
  items: readonly Item[];
  /** The key of the item that is pointed at or chosen, here or elsewhere on the page. */
  marked: string | null;
  /** Which messages are drawn, if not all of them are. */
  messages?: string | null;
  onPoint: (key: string | null) => void;
  onChoose: (key: string) => void;
};

/** The distance from which a narrow item can be hit, in pixels. */
const REACH_PX = 10;

/** A time span: runs as blocks to scale, instants as marks, long idle spans shortened. */
export function TimelineBar(props: TimelineBarProps) {
  const { label, whole, items, marked, messages = null, onPoint, onChoose } = props;
  const ordered = useMemo(() => sortByTime(items), [items]);
  const scale = useMemo(
    () =>
      compressedScale(
        whole,
        items.filter((item) => item.kind === 'block'),
      ),
    [whole, items],
  );
  const place = (time: number): number => position(scale, time);
  const index = ordered.findIndex(({ key }) => key === marked);
  const current = ordered[index];

  const under = (event: MouseEvent<HTMLElement>): Item | null => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return nearestItem(ordered, place, (event.clientX - left) / width, REACH_PX / width);
  };
  const step = (event: KeyboardEvent) => {
    const target = stepOf(event.key, index, ordered.length);
    const item = target === null ? undefined : ordered[target];
    if (item !== undefined) {
      event.preventDefault();
      onPoint(item.key);
    } else if (event.key === 'Enter' && current !== undefined) onChoose(current.key);
  };

  return (
    <div>
      {/* The arrow keys move through the items, so the whole bar is one tab stop. */}
      <div
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={1}
        aria-valuemax={Math.max(ordered.length, 1)}
        aria-valuenow={Math.max(index + 1, 1)}
        aria-valuetext={current === undefined ? 'Nothing marked' : `${current.label}, ${timeOf(current)}`}
        data-timeline-bar
        onKeyDown={step}
        onPointerMove={(event) => onPoint(under(event)?.key ?? null)}
        onPointerLeave={() => onPoint(null)}
        onBlur={() => onPoint(null)}
        onClick={(event) => {
          const item = under(event);
          if (item !== null) onChoose(item.key);
        }}
        className="relative h-14 w-full cursor-pointer touch-pan-y"
      >
        <div className="absolute inset-x-0 top-4 h-7 rounded bg-hover" />
        <BarWaits pieces={scale} />
        <BarBlocks items={ordered} place={place} marked={marked} />
        <BarHandoffs items={ordered} place={place} marked={marked} />
        <BarMessages items={ordered} place={place} marked={marked} />
      </div>
      <div className="mt-1 flex flex-wrap content-start items-baseline max-sm:min-h-14 justify-between gap-x-6 gap-y-1 text-xs">
        <p className="h-4 min-w-0 truncate text-muted" data-bar-caption>
          {current === undefined ? (
            <>
              <span className="text-ink">{duration(whole.to - whole.from)}</span> in all, long waits cut short
            </>
          ) : (
            <>
              <span className="text-ink">{current.label}</span> {timeOf(current)}
            </>
          )}
        </p>
        <BarLegend items={items} messages={messages} />
      </div>
    </div>
  );
}

const timeOf = (item: Item): string => clock(new Date(startOf(item)).toISOString());

function stepOf(key: string, index: number, length: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(index + 1, length - 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(index - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return null;
  }
}

const stripes = 'bg-[repeating-linear-gradient(135deg,transparent_0_4px,var(--card)_4px_6px)]';

/** Color and pattern of a block: no two states differ by color alone. */
const blockStyle: Record<BlockState, string> = {
  success: 'bg-(--series-1)',
  fail: `bg-bad ${stripes}`,
  timeout: 'bg-(--series-2) bg-[repeating-linear-gradient(0deg,transparent_0_4px,var(--card)_4px_6px)]',
  cancelled: 'border border-muted bg-card',
  running: 'animate-pulse bg-live',
  stopped: 'border border-muted border-dashed bg-hover',
  lost: `bg-line-strong ${stripes}`,
};

type PartsProps = { items: readonly Item[]; place: (time: number) => number; marked: string | null };

const percent = (share: number): string => `${share * 100}%`;
/** Narrower spans have no room for text. */
const ROOM_FOR_TEXT = 0.035;
/** Messages that are closer than this are drawn as one. */
const LEAST_APART = 0.004;

/** The idle spans that are drawn shorter, with their true duration where it fits. */
function BarWaits({ pieces }: { pieces: readonly ScaleSegment[] }) {
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

/** The runs. */
function BarBlocks({ items, place, marked }: PartsProps) {
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

/** Handoffs, each above the bar where it happened. */
function BarHandoffs({ items, place, marked }: PartsProps) {
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

/** Messages below the bar; of overlapping ones only one is drawn. */
function BarMessages({ items, place, marked }: PartsProps) {
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

const STATES = Object.keys(blockName) as BlockState[];

type BarLegendProps = {
  items: readonly Item[];
  /** Which messages are drawn, if not all of them are. */
  messages: string | null;
};

/** The meaning of the colors and patterns that occur. */
function BarLegend({ items, messages }: BarLegendProps) {
  const there = STATES.filter((state) => items.some((item) => item.kind === 'block' && item.state === state));
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1 text-muted">
      {there.map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <span aria-hidden className={cn('size-2.5 rounded-xs forced-color-adjust-none', blockStyle[state])} />
          {blockName[state]}
        </li>
      ))}
      {items.some(({ kind }) => kind === 'handoff') && (
        <li className="flex items-center gap-1.5">
          <ArrowLeftRight aria-hidden className="size-3 text-warn" />
          Handoff
        </li>
      )}
      {items.some(({ kind }) => kind === 'message') && (
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="size-1.5 rounded-full bg-muted forced-color-adjust-none" />
          {messages ?? 'Message'}
        </li>
      )}
    </ul>
  );
}
