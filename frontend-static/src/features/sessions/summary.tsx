import type { SessionsSummaryQuery } from '@/gql/graphql';
import { count, decimal, duration, moneyShort, percent } from '@/lib/format';
import type { GqlResult } from '@/lib/use-gql';
import { Card } from '@/ui/card';
import { Figures } from '@/ui/figures';
import { Failed } from '@/ui/notice';

type Sessions = NonNullable<SessionsSummaryQuery['organization']>['sessions'];

function figures(sessions: Sessions | undefined) {
  const { totalCount, summary } = sessions ?? {};
  const show = <Value,>(value: Value | undefined, write: (value: Value) => string) =>
    value === undefined ? undefined : write(value);
  return [
    { name: 'Sessions', value: show(totalCount, count) },
    { name: 'Users', value: show(summary?.activeUsers, count), help: 'Distinct users of these sessions' },
    { name: 'Runs', value: show(summary?.runs, count) },
    { name: 'Success', value: show(summary?.successRate, percent), help: 'Successful runs / runs' },
    { name: 'Cost', value: show(summary?.costUsd, moneyShort) },
    { name: 'Runs / session', value: show(summary?.runsPerSession, decimal) },
    { name: 'Active / session', value: show(summary?.activeTimePerSessionMs, duration), help: 'Time in runs' },
    {
      name: 'Lifespan / session',
      value: show(summary?.lifespanPerSessionMs, duration),
      help: 'From the first to the last event',
    },
    { name: 'Cost / session', value: show(summary?.costPerSessionUsd, moneyShort) },
    { name: 'Handoff', value: show(summary?.handoffRate, percent), help: 'Sessions with a local handoff' },
    {
      name: 'Post-handoff',
      value: show(summary?.postHandoffRate, percent),
      help: 'Sessions in which a run ended within 4 hours after a handoff',
    },
  ];
}

/** The figures of the whole filtered set, on whichever page one is. */
export function Summary({ query }: { query: GqlResult<SessionsSummaryQuery> }) {
  const { data, error, isPlaceholderData } = query;
  if (error !== null && (data === undefined || isPlaceholderData)) {
    return (
      <Card>
        <Failed error={error} onRetry={() => void query.refetch()} />
      </Card>
    );
  }
  return (
    <Card className="dim-while-stale px-4 py-3" data-stale={isPlaceholderData} aria-busy={data === undefined}>
      <Figures label="All sessions of the list" figures={figures(data?.organization?.sessions)} />
    </Card>
  );
}
