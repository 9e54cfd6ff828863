import type { ReactNode } from 'react';
import { Button } from './button';

type FormProps = {
  /** The label of the submit button. */
  action: string;
  variant?: 'accent' | 'danger';
  isPending: boolean;
  /** The error that belongs to no field. */
  error: string | null;
  onSubmit: () => void;
  /** Without it there is no cancel button. */
  onCancel?: () => void;
  children: ReactNode;
};

/** Fields, an error, and the buttons. The server validates the input. */
export function Form({ action, variant = 'accent', isPending, error, onSubmit, onCancel, children }: FormProps) {
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
      {error !== null && (
        <p role="alert" className="text-bad text-sm">
          {error}
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
