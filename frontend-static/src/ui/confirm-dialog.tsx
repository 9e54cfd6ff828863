import type { ReactNode } from 'react';
import { Dialog } from './dialog';
import { Form } from './form';

type ConfirmProps = {
  /** The title, a question. */
  title: string;
  /** The label of the button, a verb. */
  action: string;
  isPending: boolean;
  error: string | null;
  onConfirm: () => void;
  onClose: () => void;
  /** The consequences. */
  children: ReactNode;
};

/** Asks for confirmation before an action that cannot be undone. */
export const ConfirmDialog = ({ title, action, isPending, error, onConfirm, onClose, children }: ConfirmProps) => (
  <Dialog open onOpenChange={onClose} title={title}>
    <Form action={action} variant="danger" isPending={isPending} error={error} onSubmit={onConfirm} onCancel={onClose}>
      <div className="text-sm">{children}</div>
    </Form>
  </Dialog>
);
