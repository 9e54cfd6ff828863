import { useState } from 'react';
import { Button } from '@/ui/button';
import { Field, Input } from '@/ui/input';
import { type Bounds, boundsLabel, NO_BOUNDS, parseBound } from './bounds';
import { FilterPopover } from './filter-popover';

type FilterProps = {
  name: string;
  /** The unit of the numbers, such as `minutes`. */
  unit: string;
  bounds: Bounds;
  write: (value: number) => string;
  onChange: (bounds: Bounds) => void;
};

/** Filters by a minimum and a maximum, both optional. */
export function BoundsFilter({ name, unit, bounds, write, onChange }: FilterProps) {
  const text = boundsLabel(bounds, write);
  return (
    <FilterPopover name={name} label={name} value={text === null ? null : <span className="text-accent">{text}</span>}>
      {(close) => (
        <BoundsForm
          name={name}
          unit={unit}
          bounds={bounds}
          onChoose={(chosen) => {
            close();
            onChange(chosen);
          }}
        />
      )}
    </FilterPopover>
  );
}

type FormProps = { name: string; unit: string; bounds: Bounds; onChoose: (bounds: Bounds) => void };

function BoundsForm({ name, unit, bounds, onChoose }: FormProps) {
  const [least, setLeast] = useState(bounds.min?.toString() ?? '');
  const [greatest, setGreatest] = useState(bounds.max?.toString() ?? '');
  const [min, max] = [parseBound(least), parseBound(greatest)];
  const isNumber = min !== undefined && max !== undefined;
  const error = !isNumber
    ? 'Numbers from 0 on.'
    : min !== null && max !== null && min > max
      ? 'The least is above the greatest.'
      : null;
  return (
    <form
      className="flex w-56 flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isNumber && error === null) onChoose({ min, max });
      }}
    >
      <div className="grid grid-cols-2 gap-2">
        <Field label={`At least, ${unit}`}>
          <Input inputMode="decimal" value={least} onChange={(event) => setLeast(event.target.value)} />
        </Field>
        <Field label={`At most, ${unit}`}>
          <Input inputMode="decimal" value={greatest} onChange={(event) => setGreatest(event.target.value)} />
        </Field>
      </div>
      {error !== null && (
        <p role="alert" className="text-bad text-xs">
          {error}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button size="sm" variant="plain" onClick={() => onChoose(NO_BOUNDS)}>
          Any {name.toLowerCase()}
        </Button>
        <Button size="sm" variant="accent" type="submit" disabled={error !== null}>
          Apply
        </Button>
      </div>
    </form>
  );
}
