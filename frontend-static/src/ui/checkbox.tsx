import type { ReactNode } from 'react';

type CheckboxProps = { checked: boolean; onChange: (checked: boolean) => void; note?: string; children: ReactNode };

/** A checkbox with its label, and a note below it. */
export const Checkbox = ({ checked, onChange, note, children }: CheckboxProps) => (
  <label className="flex items-start gap-2 text-sm">
    <input
      type="checkbox"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
      className="mt-0.5 size-3.5 shrink-0 accent-(--accent)"
    />
    <span className="min-w-0">
      {children}
      {note !== undefined && <span className="block text-muted text-xs">{note}</span>}
    </span>
  </label>
);
