import { ChevronsUpDown, Globe } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useLocation } from 'wouter';
import { useOrg } from '@/lib/use-org';
import { InitialAvatar } from '@/ui/initial-avatar';

/** Whose data is shown. */
export function OrgName() {
  const { org } = useOrg();
  const [path] = useLocation();
  const global = path === '/global';
  const name = global ? 'All organizations' : org.name;
  return (
    <>
      {global ? <Globe aria-hidden className="mx-1 size-4" /> : <InitialAvatar name={name} />}
      <span className="min-w-0 flex-1 truncate" title={name}>
        {name}
      </span>
    </>
  );
}

/** The same, to be pressed for another. */
export function OrgButton(props: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      className="flex h-9 w-full items-center gap-2 rounded-md px-1.5 text-left font-semibold text-sm hover:bg-hover"
      {...props}
    >
      <span className="sr-only">Organization: </span>
      <OrgName />
      <ChevronsUpDown aria-hidden className="size-4 text-muted" />
    </button>
  );
}
