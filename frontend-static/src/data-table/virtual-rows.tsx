import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useRef } from 'react';
import { usePageTop } from '@/lib/use-page-top';
import type { Column } from './column';
import { MemoRow } from './table-row';
import { useTimeSlicedRows } from './use-time-sliced-rows';

const ROW_PX = 37;
/** Up to this many rows are all rendered; of more, only those in view and a few around them. */
const RENDER_ALL_UP_TO = 25;
const OVERSCAN = 6;

type RowsProps<Row> = {
  columns: readonly Column<Row, string>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  peeked: string | null;
  onPeek: (id: string) => void;
};

function VirtualRows<Row>({ columns, rows, keyOf, peeked, onPeek }: RowsProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const top = usePageTop(body);
  const window_ = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: rows.length <= RENDER_ALL_UP_TO ? RENDER_ALL_UP_TO : OVERSCAN,
    scrollMargin: top,
    initialRect: { width: 0, height: window.innerHeight },
    useFlushSync: false,
  });
  const items = window_.getVirtualItems();
  const { rowAt, isBusy } = useTimeSlicedRows(
    rows,
    items.map(({ index }) => index),
  );
  const before = (items[0]?.start ?? top) - top;
  const after = window_.getTotalSize() - ((items.at(-1)?.end ?? top) - top);
  return (
    <tbody ref={body} aria-busy={isBusy}>
      <Gap px={before} />
      {items.map(({ index }) => {
        const row = rowAt(index);
        if (row === undefined) return <Gap key={index} px={ROW_PX} />;
        const id = keyOf(row);
        return (
          <MemoRow
            key={index}
            id={id}
            index={index}
            row={row}
            columns={columns}
            isPeeked={id === peeked}
            onPeek={onPeek}
          />
        );
      })}
      <Gap px={after} />
    </tbody>
  );
}

/**
 * Renders the rows in view. Keys are indexes, so that a new page changes texts and not elements, which takes the
 * browser a third of the time. Memoized: nothing changes while the next page loads.
 */
export const Rows = memo(VirtualRows) as typeof VirtualRows;

/** The space of rows that are out of view. */
const Gap = ({ px }: { px: number }) => (px > 0 ? <tr style={{ height: px }} /> : null);
