import { Empty } from '@/ui/notice';
import { ShellSkeleton } from '../shell/skeleton';

/** The installation is empty: organisations come with their first event. */
export const NoOrganization = () => (
  <ShellSkeleton>
    <Empty title="No organization yet">An organization appears with its first event.</Empty>
  </ShellSkeleton>
);
