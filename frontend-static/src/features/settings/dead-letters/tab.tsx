import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { ReplayDeadLettersDocument } from '@/gql/graphql';
import { formError } from '@/lib/form-errors';
import { exact } from '@/lib/format';
import { useGqlMutation } from '@/lib/use-gql-mutation';
import { Button } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { ConfirmDialog } from '@/ui/confirm-dialog';
import { EmptyState, ErrorState } from '@/ui/notice';
import { Skeleton } from '@/ui/skeleton';
import { DeadLetterRow } from './dead-letter-row';
import { type DeadLetter, useDeadLetters } from './use-dead-letters';

const plural = (many: number): string => `${exact(many)} dead letter${many === 1 ? '' : 's'}`;

/** Events that could not be projected after several attempts; they can be replayed. */
export function DeadLettersTab() {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useDeadLetters();
  const [isAsking, setAsking] = useState(false);
  const replay = useGqlMutation(ReplayDeadLettersDocument);
  const one = ({ organizationId, eventId }: DeadLetter) => replay.mutate({ organizationId, eventIds: [eventId] });
  return (
    <Card>
      <CardHeader
        title="Dead letters"
        note="Events that could not be projected. They count in no figure until they are."
      >
        {data !== undefined && data.total > 0 && (
          <Button onClick={() => setAsking(true)}>
            <RotateCcw aria-hidden />
            Replay all
          </Button>
        )}
      </CardHeader>
      <p role="status" className="min-h-6 px-4 pt-1 text-muted text-xs">
        {replay.data !== undefined && `${plural(replay.data.replayDeadLetters)} put back into the queue.`}
        {replay.error !== null && !isAsking && <span className="text-bad">{formError(replay.error, [])}</span>}
      </p>
      {data === undefined && error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton className="mx-4 mb-4 h-24" />
      ) : data.letters.length === 0 ? (
        <EmptyState title="No dead letters">Every event that was stored is in the figures, or on its way.</EmptyState>
      ) : (
        <ul aria-label="Dead letters">
          {data.letters.map((letter) => (
            <DeadLetterRow
              key={`${letter.organizationId} ${letter.eventId}`}
              letter={letter}
              isReplaying={replay.isPending}
              onReplay={() => one(letter)}
            />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <div className="flex justify-center border-line border-t p-3">
          <Button size="sm" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
      {isAsking && (
        <ConfirmDialog
          title={`Replay ${plural(data?.total ?? 0)}?`}
          action="Replay"
          isPending={replay.isPending}
          error={formError(replay.error, [])}
          onConfirm={() => replay.mutate({}, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          They go back into the queue as if they had never been tried. What still cannot be projected comes back here.
        </ConfirmDialog>
      )}
    </Card>
  );
}
