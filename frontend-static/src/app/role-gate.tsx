import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Permission } from '@/gql/graphql';
import { roleName } from '@/lib/role';
import { useHref } from '@/lib/use-url-params';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { AccessDenied } from '@/ui/notice';

/** Renders a page only for roles with the permission, and links back to the overview otherwise. */
export function RoleGate({ needs, children }: { needs: Permission | null; children: ReactNode }) {
  const viewer = useViewer();
  const href = useHref();
  if (needs === null || hasPermission(viewer, needs)) return children;
  const back = (
    <Button asChild>
      <Link href={href('/')}>Back to the overview</Link>
    </Button>
  );
  return (
    <Card>
      <AccessDenied action={back}>
        You are signed in as {roleName(viewer.role)}, which does not open this page.
      </AccessDenied>
    </Card>
  );
}
