import { RefreshCw } from 'lucide-react';
import { exact } from '@/lib/format';
import { Button } from '@/ui/button';

type NewsProps = {
  /** How many rows came; 0 where the same ones stand in another order. */
  fresh: number;
  onShow: () => void;
};

/** Says that the list went on, and shows it when one wants. It floats, so that it moves nothing either. */
export const NewRowsButton = ({ fresh, onShow }: NewsProps) => (
  <div role="status" className="pointer-events-none sticky bottom-4 z-10 flex h-0 items-end justify-center">
    <Button className="pointer-events-auto bg-raised shadow-float" onClick={onShow}>
      <RefreshCw aria-hidden />
      {fresh > 0 ? `Show ${exact(fresh)} new` : 'Show the new order'}
    </Button>
  </div>
);
