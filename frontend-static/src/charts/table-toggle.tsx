import { ChartColumn, Table2 } from 'lucide-react';
import { Button } from '@/ui/button';

type ToggleProps = { on: boolean; onChange: (on: boolean) => void; of: string };

/** Toggles between chart and table. */
export function TableToggle({ on, onChange, of }: ToggleProps) {
  const label = on ? `Show ${of} as a chart` : `Show ${of} as a table`;
  return (
    <Button
      variant="plain"
      size="iconSm"
      aria-label={label}
      title={on ? 'Chart' : 'Table'}
      className="-mr-1.5 size-6 text-muted"
      onClick={() => onChange(!on)}
    >
      {on ? <ChartColumn /> : <Table2 />}
    </Button>
  );
}
