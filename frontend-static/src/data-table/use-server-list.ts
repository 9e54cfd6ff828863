import { useMemo } from 'react';
import type { TypedDocument } from '@/gql/graphql';
import type { ExportParameters } from '@/lib/export';
import type { Period } from '@/lib/range';
import { type GqlResult, useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useRange } from '@/lib/use-range';
import type { PageInfo } from './pager';
import { type PageArguments, type PageState, usePage } from './use-page';
import { usePeek } from './use-peek';
import { type Sort, useSort } from './use-sort';

/** How often a list is refetched while its range includes today. */
const REFETCH_MS = 15_000;

type Scope = { readonly organizationId: string; readonly period: Period };
type Order<Field extends string> = { readonly orderBy: Sort<Field> };
type Connection<Row> = { readonly nodes: readonly Row[]; readonly pageInfo: PageInfo };
type Counted = { readonly totalCount: number };

/** A list that the server filters, sorts and pages, and the summary of all its rows. */
export type ServerList<Row, Field extends string, Filter, RowsResult, SummaryResult, Summary extends Counted> = {
  readonly rowsDocument: TypedDocument<RowsResult, Scope & Filter & Order<Field> & PageArguments>;
  readonly summaryDocument: TypedDocument<SummaryResult, Scope & Filter>;
  readonly rowsOf: (result: RowsResult) => Connection<Row> | undefined;
  readonly summaryOf: (result: SummaryResult) => Summary | undefined;
  /** The filter as parameters of the exported file. */
  readonly exportFilter: (filter: Filter) => ExportParameters;
  readonly sortFields: readonly Field[];
  readonly defaultSort: Sort<Field>;
};

/** What `<PagedList>` needs to know of the list. */
type ListProps<Row, Field extends string> = {
  readonly query: GqlResult<unknown>;
  readonly queryKey: string;
  readonly list: Connection<Row> | undefined;
  readonly total: number | undefined;
  readonly page: PageState;
  readonly sort: Sort<Field>;
  readonly onSort: (sort: Sort<Field>) => void;
  readonly peeked: string | null;
  readonly onPeek: (id: string | null) => void;
};

type ServerListState<Row, Field extends string, Summary> = {
  readonly listProps: ListProps<Row, Field>;
  readonly summaryQuery: GqlResult<unknown>;
  readonly summary: Summary | undefined;
  /** Of the whole list in its present order; the same object until something of it changes. */
  readonly exportParameters: ExportParameters;
};

type Options = {
  /** Whether to poll while the range includes today; without it the caller refetches. */
  poll?: boolean;
};

/**
 * The state of a list page: sort order, page and peeked row come from the URL, rows and summary from the server. Pass a
 * `filter` that stays the same object while nothing of it changes.
 */
export function useServerList<Row, Field extends string, Filter, RowsResult, SummaryResult, Summary extends Counted>(
  definition: ServerList<Row, Field, Filter, RowsResult, SummaryResult, Summary>,
  filter: Filter,
  { poll = true }: Options = {},
): ServerListState<Row, Field, Summary> {
  const { org } = useOrg();
  const { period, today } = useRange();
  const { sort, setSort } = useSort(definition.sortFields, definition.defaultSort);
  const page = usePage();
  const { peeked, setPeeked } = usePeek();
  const refetchIntervalMs = poll && period.from <= today && today <= period.to ? REFETCH_MS : false;
  const scope = { organizationId: org.id, period, ...filter };
  const variables = { ...scope, orderBy: sort, ...page.arguments };
  const rows = useGql(definition.rowsDocument, variables, { refetchIntervalMs });
  const summaryQuery = useGql(definition.summaryDocument, scope, { refetchIntervalMs });
  const summary = summaryQuery.data === undefined ? undefined : definition.summaryOf(summaryQuery.data);
  const exportParameters = useMemo(
    () => ({ ...period, ...definition.exportFilter(filter), orderBy: sort.field, direction: sort.direction }),
    [definition, filter, period, sort],
  );
  return {
    listProps: {
      query: rows,
      queryKey: JSON.stringify(variables),
      list: rows.data === undefined ? undefined : definition.rowsOf(rows.data),
      total: summaryQuery.isPlaceholderData ? undefined : summary?.totalCount,
      page,
      sort,
      onSort: setSort,
      peeked,
      onPeek: setPeeked,
    },
    summaryQuery,
    summary,
    exportParameters,
  };
}
