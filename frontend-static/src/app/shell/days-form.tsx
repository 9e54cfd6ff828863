import { useState } from 'react';
import { isDay } from '@/lib/day';
import { isValidPeriod, MAX_DAYS, type Period } from '@/lib/range';
import { Button } from '@/ui/button';
import { Field, Input } from '@/ui/input';

function faultOf({ from, to }: Period): string | null {
  if (!isDay(from) || !isDay(to)) return 'Choose both days.';
  if (from > to) return 'The first day comes after the last.';
  return isValidPeriod({ from, to }) ? null : `At most ${MAX_DAYS} days.`;
}

type DaysFormProps = { period: Period; onChoose: (period: Period) => void };

/** The first and the last day, both included. */
export function DaysForm({ period, onChoose }: DaysFormProps) {
  const [from, setFrom] = useState(period.from);
  const [to, setTo] = useState(period.to);
  const fault = faultOf({ from, to });
  return (
    <form
      className="flex w-64 flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (fault === null) onChoose({ from, to });
      }}
    >
      <Field label="First day (UTC)">
        <Input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
      </Field>
      <Field label="Last day (UTC)" fault={fault}>
        <Input type="date" value={to} aria-invalid={fault !== null} onChange={(event) => setTo(event.target.value)} />
      </Field>
      <Button variant="accent" type="submit" disabled={fault !== null}>
        Show these days
      </Button>
    </form>
  );
}
