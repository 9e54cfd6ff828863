import { lazy, Suspense } from 'react';
import { useOrg } from '@/lib/use-org';
import { OrgButton, OrgName } from './button';

const OrgSwitcher = lazy(() => import('./switcher'));

/** The organization that is looked at; for the platform's people, a choice of all. */
export function OrgSelector() {
  const { canSwitch } = useOrg();
  if (canSwitch) {
    return (
      <Suspense fallback={<OrgButton disabled />}>
        <OrgSwitcher />
      </Suspense>
    );
  }
  return (
    <div className="flex h-9 items-center gap-2 px-1.5 font-semibold text-sm">
      <OrgName />
    </div>
  );
}
