import type { ReactNode } from 'react';
import { Button } from './button';

type FormProps = {
  /** What the button says. */
  action: string;
  variant?: 'accent' | 'danger';
  isPending: boolean;
  /** What is wrong with no field in particular. */
  fault: string | null;
  onSubmit: () => void;
  /** Without it there is but one way out. */
  onCancel?: () => void;
  children: ReactNode;
};

/** Fields, what is wrong with them together, and the two ways out. The server judges what is written. */
export function Form({ action, variant = 'accent', isPending, fault, onSubmit, onCancel, children }: FormProps) {
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending) onSubmit();
      }}
    >
      {children}
      {fault !== null && (
        <p role="alert" className="text-bad text-sm">
          {fault}
        </p>
      )}
      <div className="flex justify-end gap-2">
        {onCancel !== undefined && (
          <Button variant="plain" onClick={onCancel}>
            Cancel
          </Button>
        )}
        <Button variant={variant} type="submit" aria-disabled={isPending} aria-busy={isPending}>
          {action}
        </Button>
      </div>
    </form>
  );
}
