import { useState } from 'react';
import { ShortTable } from '@/data-table/short-table';
import { type Sort, useSort } from '@/data-table/use-sort';
import { GlobalRankingDocument, type OrganizationOrderField } from '@/gql/graphql';
import { exact } from '@/lib/format';
import { useLiveRefetch } from '@/lib/live/use-live-refetch';
import { useGql } from '@/lib/use-gql';
import { useRange } from '@/lib/use-range';
import { Button } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { type RankingColumn, type Row, SORT_FIELDS } from './columns';

const FIRST = 10;
/** The maximum page size of the API. */
const MOST = 500;
const LIVE = [GlobalRankingDocument];

type OrganizationsProps = {
  title: string;
  note: string;
  columns: readonly RankingColumn[];
  defaultSort: Sort<OrganizationOrderField>;
  /** The URL parameter of the sort order. */
  parameter: string;
  /** How many organizations there are; undefined while unknown. */
  count: number | undefined;
  /** Hides the card while the height of the content above is unknown. */
  hidden?: boolean;
};

const keyOf = ({ organization }: Row): string => organization.id;

/** A ranking of the organizations. */
export function OrganizationRanking(props: OrganizationsProps) {
  const { title, note, columns, defaultSort, parameter, count = FIRST, hidden = false } = props;
  const { period } = useRange();
  const { sort, setSort } = useSort(SORT_FIELDS, defaultSort, parameter);
  const [first, setFirst] = useState(FIRST);
  const question = { period, orderBy: sort, first };
  const query = useGql(GlobalRankingDocument, question);
  useLiveRefetch(LIVE, period);
  const found = query.data?.global.organizations;
  const total = found?.totalCount ?? 0;
  return (
    <Card data-panel={title} hidden={hidden}>
      <div className="pb-2">
        <CardHeader title={title} note={note} />
      </div>
      <ShortTable
        label={title}
        columns={columns}
        rows={found?.nodes}
        keyOf={keyOf}
        sort={sort}
        onSort={setSort}
        expected={Math.min(count, FIRST)}
        queryKey={JSON.stringify(question)}
        isFetching={query.isFetching}
        isStale={query.isPlaceholderData}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
      {total > first && first < MOST && (
        <div className="border-line border-t p-2 text-center">
          <Button variant="plain" size="sm" onClick={() => setFirst(MOST)}>
            Show {total > MOST ? `the first ${exact(MOST)}` : 'all'} of {exact(total)}
          </Button>
        </div>
      )}
    </Card>
  );
}
