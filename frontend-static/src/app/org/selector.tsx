import { ChevronsUpDown, Globe } from 'lucide-react';
import { type ComponentProps, lazy, Suspense } from 'react';
import { useLocation } from 'wouter';
import { useOrg } from '@/lib/use-org';
import { InitialAvatar } from '@/ui/initial-avatar';

const OrgSwitcher = lazy(() => import('./switcher'));

/** The organization whose data is shown; staff of the platform can switch to another one. */
export function OrgSelector() {
  const { canSwitch } = useOrg();
  if (canSwitch) {
    return (
      <Suspense fallback={<OrgButton disabled />}>
        <OrgSwitcher trigger={<OrgButton />} />
      </Suspense>
    );
  }
  return (
    <div className="flex h-9 items-center gap-2 px-1.5 font-semibold text-sm">
      <OrgName />
    </div>
  );
}

function OrgName() {
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

function OrgButton(props: ComponentProps<'button'>) {
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
