import type { ReactNode } from 'react';
import { Dialog } from './dialog';
import { Form } from './form';

type ConfirmProps = {
  /** The question. */
  title: string;
  /** What the button does, as a verb. */
  action: string;
  isPending: boolean;
  fault: string | null;
  onConfirm: () => void;
  onClose: () => void;
  /** What follows from it. */
  children: ReactNode;
};

/** Asks once more before something that cannot be taken back. */
export const ConfirmDialog = ({ title, action, isPending, fault, onConfirm, onClose, children }: ConfirmProps) => (
  <Dialog open onOpenChange={onClose} title={title}>
    <Form action={action} variant="danger" isPending={isPending} fault={fault} onSubmit={onConfirm} onCancel={onClose}>
      <div className="text-sm">{children}</div>
    </Form>
  </Dialog>
);
