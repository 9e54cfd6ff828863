import { Card } from '@/ui/card';
import { EmptyState } from '@/ui/notice';
import type { Session } from '../figures';
import { Distributions } from './distributions';
import { RunsTable } from './table';

/** The runs of a session, and the distributions of duration and cost. */
export const RunsTab = ({ session }: { session: Session }) => (
  <div className="flex flex-col gap-4">
    <Distributions runs={session.runs} />
    <Card>
      {session.runs.length === 0 ? (
        <EmptyState title="No run yet">A run stands here from its first event on.</EmptyState>
      ) : (
        <RunsTable sessionId={session.id} runs={session.runs} />
      )}
    </Card>
  </div>
);
