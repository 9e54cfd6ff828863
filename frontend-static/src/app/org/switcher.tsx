import { useState } from 'react';
import { Popover } from '@/ui/popover';
import { OrgButton } from './button';
import { Choices } from './choices';

/** The choice of another organization. */
export default function OrgSwitcher() {
  const [open, setOpen] = useState(false);
  return (
    <Popover trigger={<OrgButton />} label="Choose an organization" align="start" open={open} onOpenChange={setOpen}>
      <Choices onChosen={() => setOpen(false)} />
    </Popover>
  );
}
