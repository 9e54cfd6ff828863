import type { ReactNode } from 'react';
import type { OverviewQuery } from '@/gql/graphql';
import type { GqlResult } from '@/lib/use-gql';
import { Card, CardHeader } from '@/ui/card';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';
import type { OverviewData } from '../use-overview';

type PanelCardProps = {
  title: string;
  note: string;
  query: GqlResult<OverviewQuery>;
  controls?: ReactNode;
  children: (organization: OverviewData) => ReactNode;
};

/** A chart of the overview under its title; its skeleton is as high as the chart. */
export function PanelCard({ title, note, query, controls, children }: PanelCardProps) {
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
        {({ organization }) => organization !== null && children(organization)}
      </Panel>
    </Card>
  );
}
