import { RefreshCw } from 'lucide-react';
import { exact } from '@/lib/format';
import { Button } from '@/ui/button';

type NewsProps = {
  /** How many rows are new; 0 if only the order changed. */
  fresh: number;
  onShow: () => void;
};

/** Offers to show new rows. It floats, so that it does not shift the layout. */
export const NewRowsButton = ({ fresh, onShow }: NewsProps) => (
  <div role="status" className="pointer-events-none sticky bottom-4 z-10 flex h-0 items-end justify-center">
    <Button className="pointer-events-auto bg-raised shadow-float" onClick={onShow}>
      <RefreshCw aria-hidden />
      {fresh > 0 ? `Show ${exact(fresh)} new` : 'Show the new order'}
    </Button>
  </div>
);
