import { ArrowLeftRight } from 'lucide-react';
import { cn } from '@/ui/class-names';
import { blockName, blockStyle } from './block-look';
import type { BlockState, Item } from './item';

const STATES = Object.keys(blockName) as BlockState[];

type BarLegendProps = {
  items: readonly Item[];
  /** Which messages are drawn, where not all of them are. */
  messages: string | null;
};

/** What the colors and patterns mean, as far as they are there. */
export function BarLegend({ items, messages }: BarLegendProps) {
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
