import { ChevronsUpDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { roleName } from '@/lib/role';
import { useViewer } from '@/lib/use-viewer';
import { Badge } from '@/ui/badge';
import { InitialAvatar } from '@/ui/initial-avatar';

/** The signed-in user. */
export function UserButton(props: ComponentProps<'button'>) {
  const viewer = useViewer();
  const name = viewer.name ?? viewer.id;
  return (
    <button
      type="button"
      className="flex w-full items-center gap-2 rounded-md p-1.5 text-left text-sm hover:bg-hover aria-expanded:bg-hover"
      {...props}
    >
      <InitialAvatar name={name} round />
      <span className="flex min-w-0 flex-1 flex-col items-start gap-0.5">
        <span className="max-w-full truncate font-medium" title={name}>
          {name}
        </span>
        <Badge>{roleName(viewer.role)}</Badge>
      </span>
      <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
    </button>
  );
}
