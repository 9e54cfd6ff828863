import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { FirstOrganizationDocument, OrganizationNameDocument } from '@/gql/graphql';
import { useStored } from '@/lib/stored';
import { useGql } from '@/lib/use-gql';
import { type Org, OrgContext } from '@/lib/use-org';
import { hrefKeeping, useUrlParams } from '@/lib/use-url-params';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { ErrorState } from '@/ui/notice';
import { ShellSkeleton } from '../shell/skeleton';
import { NoAccessToOrganization, UnknownOrganization } from './no-access';
import { NoOrganization } from './no-organization';

const read = (kept: unknown): string | null => (typeof kept === 'string' ? kept : null);

/** Which organization is looked at: the own one, or, for the platform's people, the one in the address. */
export function OrgProvider({ children }: { children: ReactNode }) {
  const { organization } = useViewer();
  const named = useUrlParams('org').query.get('org');
  if (organization === null) return <ChosenOrg>{children}</ChosenOrg>;
  // A link to another organization must not show this one under that one's name.
  if (named !== null && named !== organization.id) return <NoAccessToOrganization own={organization.name} />;
  const choice = { org: organization, canSwitch: false, switchTo: () => {}, isSwitching: false };
  return <OrgContext value={choice}>{children}</OrgContext>;
}

function ChosenOrg({ children }: { children: ReactNode }) {
  const viewer = useViewer();
  const { query, set } = useUrlParams('org');
  const [path, navigate] = useLocation();
  const [last, setLast] = useStored('org', read);
  const named = query.get('org');
  const wanted = named ?? last;
  const one = useGql(OrganizationNameDocument, { id: wanted ?? '' }, { enabled: wanted !== null });
  // What is remembered may be gone; what the address names must be what is shown.
  const lost = wanted === null || (named === null && one.error?.code === 'NOT_FOUND');
  const all = useGql(FirstOrganizationDocument, {}, { enabled: lost });
  const org = lost ? all.data?.organizations.nodes[0] : one.isPlaceholderData ? undefined : one.data?.organization;
  const id = org?.id ?? null;

  useEffect(() => {
    if (id === null) return;
    setLast(id);
    // A copied link must lead to the same organization.
    if (named === null) set({ org: id }, { replace: true });
  }, [id, named, set, setLast]);

  const switchTo = useCallback(
    (next: string) => {
      const page = path === '/global' || path.split('/').length > 2 ? '/' : path;
      navigate(hrefKeeping(window.location.search, page, { org: next }));
    },
    [navigate, path],
  );
  const asked = lost ? all : one;
  // The frame of the page stays where it is while another organization is on its way.
  const [before, setBefore] = useState<Org | null>(null);
  if (org != null && org !== before) setBefore(org);
  const framed = org ?? (asked.isPending ? before : null);
  const choice = useMemo(
    () =>
      framed === null
        ? null
        : { org: framed, canSwitch: hasPermission(viewer, 'SWITCH_ORGANIZATION'), switchTo, isSwitching: org == null },
    [framed, org, viewer, switchTo],
  );

  if (choice !== null) return <OrgContext value={choice}>{children}</OrgContext>;
  if (asked.error !== null) {
    return (
      <ShellSkeleton>
        {asked.error.code === 'NOT_FOUND' ? (
          <UnknownOrganization />
        ) : (
          <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />
        )}
      </ShellSkeleton>
    );
  }
  if (lost && all.data !== undefined) return <NoOrganization />;
  return <ShellSkeleton />;
}
