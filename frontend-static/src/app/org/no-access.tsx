import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { truncate } from '@/lib/format';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { AccessDenied } from '@/ui/notice';
import { ShellSkeleton } from '../shell/skeleton';

/** Shown when a link leads to an organization that the viewer may not enter. */
export const NoAccessToOrganization = ({ own }: { own: string }) => (
  <ShellSkeleton>
    <NoAccess label={`To ${truncate(own, 40)}`}>
      This link leads to an organization that your account does not open.
    </NoAccess>
  </ShellSkeleton>
);

/** Shown when a link leads to an organization that does not exist. */
export const UnknownOrganization = () => (
  <NoAccess label="To your organizations">This link leads to an organization that is not known here.</NoAccess>
);

const NoAccess = ({ label, children }: { label: string; children: ReactNode }) => (
  <Card>
    <AccessDenied
      action={
        <Button asChild>
          <Link href="/">{label}</Link>
        </Button>
      }
    >
      {children}
    </AccessDenied>
  </Card>
);
