import { type ReactNode, useId } from 'react';

export type Segment<Value extends string> = { value: Value; label: ReactNode };

type SegmentedProps<Value extends string> = {
  label: string;
  /** Null if none is chosen. */
  value: Value | null;
  onChange: (value: Value) => void;
  segments: readonly Segment<Value>[];
};

/** A choice between a few options side by side: radio buttons, so that the browser handles the keyboard. */
export function Segmented<Value extends string>({ label, value, onChange, segments }: SegmentedProps<Value>) {
  const name = useId();
  return (
    <fieldset
      aria-label={label}
      className="inline-flex h-8 shrink-0 items-center rounded-lg border border-line bg-hover p-0.5"
    >
      {segments.map((segment) => (
        <label
          key={segment.value}
          className="relative flex h-full cursor-pointer items-center rounded-md px-2.5 font-medium text-muted text-xs hover:text-ink has-checked:bg-card has-checked:text-ink dark:has-checked:bg-line-strong has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={segment.value}
            checked={segment.value === value}
            onChange={() => onChange(segment.value)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {segment.label}
        </label>
      ))}
    </fieldset>
  );
}
