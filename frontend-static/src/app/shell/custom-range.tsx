import { type ReactNode, useState } from 'react';
import { isDay } from '@/lib/day';
import { isValidPeriod, MAX_DAYS, type Period } from '@/lib/range';
import { useRange } from '@/lib/use-range';
import { Button } from '@/ui/button';
import { Field, Input } from '@/ui/input';
import { Popover } from '@/ui/popover';

/** A range from a first to a last day. Loaded after the first paint. */
export default function CustomRange({ trigger }: { trigger: ReactNode }) {
  const { period, setRange } = useRange();
  return (
    <Popover trigger={trigger} label="Choose the days">
      {(close) => (
        <DaysForm
          period={period}
          onChoose={(chosen) => {
            setRange(chosen);
            close();
          }}
        />
      )}
    </Popover>
  );
}

function errorOf({ from, to }: Period): string | null {
  if (!isDay(from) || !isDay(to)) return 'Choose both days.';
  if (from > to) return 'The first day comes after the last.';
  return isValidPeriod({ from, to }) ? null : `At most ${MAX_DAYS} days.`;
}

type DaysFormProps = { period: Period; onChoose: (period: Period) => void };

/** The first and the last day, both included. */
function DaysForm({ period, onChoose }: DaysFormProps) {
  const [from, setFrom] = useState(period.from);
  const [to, setTo] = useState(period.to);
  const error = errorOf({ from, to });
  return (
    <form
      className="flex w-64 flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (error === null) onChoose({ from, to });
      }}
    >
      <Field label="First day (UTC)">
        <Input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
      </Field>
      <Field label="Last day (UTC)" error={error}>
        <Input type="date" value={to} aria-invalid={error !== null} onChange={(event) => setTo(event.target.value)} />
      </Field>
      <Button variant="accent" type="submit" disabled={error !== null}>
        Show these days
      </Button>
    </form>
  );
}
