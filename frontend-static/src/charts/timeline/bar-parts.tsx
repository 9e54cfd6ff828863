import { ArrowLeftRight } from 'lucide-react';
import { duration } from '@/lib/format';
import { cn } from '@/ui/class-names';
import { blockLook } from './block-look';
import type { Block, Item, Mark } from './item';
import type { Piece } from './scale';

type PartsProps = { items: readonly Item[]; place: (time: number) => number; marked: string | null };

const percent = (share: number): string => `${share * 100}%`;
/** Narrower ones have no room for a text. */
const ROOM_FOR_TEXT = 0.035;

/** The waits that are drawn shorter than they were, with their true length where there is room. */
export function BarWaits({ pieces }: { pieces: readonly Piece[] }) {
  return pieces
    .filter(({ isShortened }) => isShortened)
    .map((piece) => (
      <div
        key={piece.from}
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
    .map((block) => {
      const [left, right] = [place(block.from), place(block.to)];
      return (
        <div
          key={block.key}
          data-block={block.key}
          data-marked={block.key === marked}
          style={{ left: percent(left), width: percent(right - left) }}
          className={cn(
            'absolute top-4 flex h-7 min-w-0.75 items-center justify-center overflow-hidden rounded-xs border-bg border-x data-[marked=true]:outline-2 data-[marked=true]:outline-ink',
            blockLook[block.state],
          )}
        >
          {right - left > ROOM_FOR_TEXT && (
            <span className="rounded-xs bg-card px-1 text-axis text-ink tabular-nums">{block.text}</span>
          )}
        </div>
      );
    });
}

/** What happened: handoffs stand above the bar, messages below it. */
export function BarMarks({ items, place, marked }: PartsProps) {
  return items
    .filter((item): item is Mark => item.kind !== 'block')
    .map((mark) => {
      const at = { left: percent(place(mark.at)) };
      if (mark.kind === 'message') {
        return (
          <div
            key={mark.key}
            data-mark={mark.key}
            data-marked={mark.key === marked}
            style={at}
            className="absolute top-12 size-1.5 -translate-x-1/2 rounded-full bg-muted data-[marked=true]:scale-175 data-[marked=true]:bg-accent"
          />
        );
      }
      return (
        <div
          key={mark.key}
          data-mark={mark.key}
          data-marked={mark.key === marked}
          style={at}
          className="group absolute top-0 flex h-11 w-4 -translate-x-1/2 flex-col items-center text-warn"
        >
          <ArrowLeftRight aria-hidden className="size-3.5 shrink-0 group-data-[marked=true]:text-accent" />
          <span className="w-0.5 flex-1 bg-warn group-data-[marked=true]:bg-accent" />
        </div>
      );
    });
}
