import { TriangleAlert } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/ui/button';
import { Field, Input } from '@/ui/input';
import { Popover } from '@/ui/popover';
import { DEFAULT_THRESHOLDS, type Marked, type Thresholds, useThresholds } from './thresholds';

const FIELDS: readonly (readonly [Marked, string])[] = [
  ['runsPerSession', 'Runs per session above'],
  ['handoffRate', 'Handoff rate above, %'],
  ['postHandoffRate', 'Post-handoff rate above, %'],
  ['successRate', 'Success rate below, %'],
];

const factor = (marked: Marked): number => (marked === 'runsPerSession' ? 1 : 100);
/** As people write it, without the noise of floating-point arithmetic. */
const written = (marked: Marked, value: number): string => String(Number((value * factor(marked)).toFixed(4)));

/** Sets the thresholds from which figures are marked. */
export function ThresholdsMenu() {
  const trigger = (
    <Button>
      <TriangleAlert aria-hidden />
      Marks
    </Button>
  );
  return (
    <Popover trigger={trigger} label="Marks">
      {(close) => <ThresholdsForm onDone={close} />}
    </Popover>
  );
}

function ThresholdsForm({ onDone }: { onDone: () => void }) {
  const [thresholds, setThresholds] = useThresholds();
  const [texts, setTexts] = useState(() => textsOf(thresholds));
  const values = FIELDS.map(([marked]) => Number(texts[marked]) / factor(marked));
  const isInvalid = (at: number): boolean => texts[FIELDS[at]?.[0] ?? ''] === '' || !((values[at] ?? -1) >= 0);
  const hasInvalid = FIELDS.some((_, at) => isInvalid(at));
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (hasInvalid) return;
    setThresholds(Object.fromEntries(FIELDS.map(([marked], at) => [marked, values[at]])) as Thresholds);
    onDone();
  };
  return (
    <form onSubmit={save} noValidate className="flex w-60 flex-col gap-3">
      <p className="text-muted text-xs">Figures beyond these are marked, here and for you alone.</p>
      {FIELDS.map(([marked, label], at) => (
        <Field key={marked} label={label} error={isInvalid(at) ? 'A number from 0 on.' : null}>
          <Input
            inputMode="decimal"
            aria-invalid={isInvalid(at)}
            value={texts[marked] ?? ''}
            onChange={(event) => setTexts({ ...texts, [marked]: event.target.value.trim() })}
          />
        </Field>
      ))}
      <div className="flex justify-end gap-2">
        <Button
          size="sm"
          variant="plain"
          onClick={() => {
            setThresholds(null);
            onDone();
          }}
        >
          The usual ones
        </Button>
        <Button size="sm" variant="accent" type="submit" disabled={hasInvalid}>
          Save
        </Button>
      </div>
    </form>
  );
}

const textsOf = (thresholds: Thresholds = DEFAULT_THRESHOLDS): Record<string, string> =>
  Object.fromEntries(FIELDS.map(([marked]) => [marked, written(marked, thresholds[marked])]));
