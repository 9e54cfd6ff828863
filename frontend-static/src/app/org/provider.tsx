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

/** Provides the current organization: the viewer's own, or, for staff of the platform, the one that the URL names. */
export function OrgProvider({ children }: { children: ReactNode }) {
  const { organization } = useViewer();
  const named = useUrlParams('org').query.get('org');
  if (organization === null) return <ChosenOrg>{children}</ChosenOrg>;
  // Do not show the viewer's organization under the URL of another one.
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
  // The remembered organization may be gone; one that the URL names must be the one that is shown.
  const lost = wanted === null || (named === null && one.error?.code === 'NOT_FOUND');
  const all = useGql(FirstOrganizationDocument, {}, { enabled: lost });
  const org = lost ? all.data?.organizations.nodes[0] : one.isPlaceholderData ? undefined : one.data?.organization;
  const id = org?.id ?? null;

  useEffect(() => {
    if (id === null) return;
    setLast(id);
    // Keep the organization in the URL, so that a copied link leads to the same one.
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
  // Keep the shell in place while another organization loads.
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
