import type { ReactNode } from 'react';
import type { GqlResult } from '@/lib/use-gql';
import { Card, CardHeader } from '@/ui/card';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';

type ChartCardProps<Result> = {
  title: string;
  note: string;
  query: GqlResult<Result>;
  controls?: ReactNode;
  children: (data: Result) => ReactNode;
};

/** A chart with its title, in every state of its query; the skeleton has the height of the chart. */
export function ChartCard<Result>({ title, note, query, controls, children }: ChartCardProps<Result>) {
  return (
    <Card data-panel={title}>
      <CardHeader title={title} note={note}>
        {controls}
      </CardHeader>
      <Panel
        query={query}
        skeleton={
          <div className="px-4 pt-2 pb-3">
            <Skeleton className="h-63 rounded-md" />
          </div>
        }
      >
        {children}
      </Panel>
    </Card>
  );
}
