import * as Radix from 'radix-ui/toggle-group';
import type { ReactNode } from 'react';

export type Segment<Value extends string> = { value: Value; label: ReactNode };

type SegmentedProps<Value extends string> = {
  label: string;
  /** Null where none of them holds. */
  value: Value | null;
  onChange: (value: Value) => void;
  segments: readonly Segment<Value>[];
};

/** A choice between a few, all in sight. */
export function Segmented<Value extends string>({ label, value, onChange, segments }: SegmentedProps<Value>) {
  const choose = (chosen: string) => {
    const segment = segments.find((one) => one.value === chosen);
    // Choosing the chosen one again takes nothing away.
    if (segment !== undefined) onChange(segment.value);
  };
  return (
    <Radix.Root
      type="single"
      aria-label={label}
      value={value ?? ''}
      onValueChange={choose}
      className="inline-flex h-8 shrink-0 items-center rounded-lg border border-line bg-hover p-0.5"
    >
      {segments.map((segment) => (
        <Radix.Item
          key={segment.value}
          value={segment.value}
          className="h-full rounded-md px-2.5 font-medium text-muted text-xs hover:text-ink data-[state=on]:bg-card data-[state=on]:text-ink data-[state=on]:shadow-sm"
        >
          {segment.label}
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
