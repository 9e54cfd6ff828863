import { ChevronLeft, ChevronRight } from 'lucide-react';
import { exact } from '@/lib/format';
import { Button } from '@/ui/button';
import { Select } from '@/ui/input';
import { PAGE_SIZES, type PageState } from './use-page';

export type PageInfo = {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
};

type PagerProps = {
  page: PageState;
  /** The page info of the shown page; undefined while loading. */
  info: PageInfo | undefined;
  /** The number of rows on the page. */
  rows: number;
  /** The size of the whole list; undefined while unknown. */
  total: number | undefined;
};

function place({ number, size }: PageState, rows: number, total: number | undefined): string {
  if (total === 0) return 'None';
  const first = (number - 1) * size + 1;
  return `${exact(first)}–${exact(first + rows - 1)} of ${total === undefined ? '…' : exact(total)}`;
}

/** Page size, position and navigation of a list. */
export function Pager({ page, info, rows, total }: PagerProps) {
  const [start, end] = [info?.startCursor ?? null, info?.endCursor ?? null];
  return (
    <nav
      aria-label="Pages of the list"
      className="flex min-h-12 flex-wrap items-center justify-between gap-2 border-line px-4 py-2 text-muted text-xs max-sm:border-t"
    >
      <label className="flex items-center gap-2">
        Rows
        <Select
          value={page.size}
          onChange={(event) => page.setSize(PAGE_SIZES.find((one) => String(one) === event.target.value) ?? 25)}
        >
          {PAGE_SIZES.map((size) => (
            <option key={size}>{size}</option>
          ))}
        </Select>
      </label>
      <div className="flex items-center gap-2">
        <span role="status">{info === undefined ? '' : place(page, rows, total)}</span>
        <Button
          size="icon"
          aria-label="Previous page"
          disabled={start === null || page.number === 1}
          onClick={() => start !== null && page.previous(start)}
        >
          <ChevronLeft />
        </Button>
        <Button
          size="icon"
          aria-label="Next page"
          disabled={end === null || info?.hasNextPage !== true}
          onClick={() => end !== null && page.next(end)}
        >
          <ChevronRight />
        </Button>
      </div>
    </nav>
  );
}
