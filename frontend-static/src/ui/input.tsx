import { ChevronDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './class-names';

export const inputStyle =
  'h-8 min-w-0 rounded-md border border-line bg-card px-2.5 text-sm placeholder:text-muted focus-visible:outline-offset-0 disabled:opacity-50 aria-invalid:border-bad';

/** An input. It needs a label: a `<Field>` around it, or `aria-label`. */
export const Input = ({ className, ...props }: ComponentProps<'input'>) => (
  <input className={cn(inputStyle, className)} {...props} />
);

/** The native select, as wide as its value. */
export const Select = ({ className, ...props }: ComponentProps<'select'>) => (
  <span className="relative inline-flex shrink-0">
    <select className={cn(inputStyle, '[field-sizing:content] appearance-none pr-7', className)} {...props} />
    <ChevronDown aria-hidden className="pointer-events-none absolute top-2 right-2 size-4 text-muted" />
  </span>
);

type FieldProps = { label: string; error?: string | null; children: ReactNode };

/** A label above an input, and its error below. */
export function Field({ label, error = null, children }: FieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the field is its child
    <label className="flex min-w-0 flex-col gap-1">
      <span className="font-medium text-muted text-xs">{label}</span>
      {children}
      {error !== null && (
        <span role="alert" className="text-bad text-xs">
          {error}
        </span>
      )}
    </label>
  );
}
