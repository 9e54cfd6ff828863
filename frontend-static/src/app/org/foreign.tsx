import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { truncate } from '@/lib/format';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { Denied } from '@/ui/notice';
import { ShellSkeleton } from '../shell/skeleton';

/** A link that leads to an organisation of others. */
export const ForeignOrganization = ({ own }: { own: string }) => (
  <ShellSkeleton>
    <Astray way={`To ${truncate(own, 40)}`}>This link leads to an organization that your account does not open.</Astray>
  </ShellSkeleton>
);

/** A link that leads to an organisation that is none. */
export const UnknownOrganization = () => (
  <Astray way="To your organizations">This link leads to an organization that is not known here.</Astray>
);

const Astray = ({ way, children }: { way: string; children: ReactNode }) => (
  <Card>
    <Denied
      action={
        <Button asChild>
          <Link href="/">{way}</Link>
        </Button>
      }
    >
      {children}
    </Denied>
  </Card>
);
