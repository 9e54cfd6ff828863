import { memo } from 'react';
import type { GqlResult } from '@/lib/use-gql';
import { Card } from '@/ui/card';
import { Figures } from '@/ui/figures';
import { ErrorState } from '@/ui/notice';

export type SummaryFigure<Summary> = {
  readonly name: string;
  readonly help?: string;
  readonly format: (summary: Summary) => string;
  /** What the figure lacks, beside it. */
  readonly lack?: (summary: Summary) => string | null;
};

type SummaryCardProps<Summary> = {
  /** The name of the summary for screen readers. */
  label: string;
  query: GqlResult<unknown>;
  /** Undefined while loading. */
  summary: Summary | undefined;
  figures: readonly SummaryFigure<Summary>[];
};

function FiguresCard<Summary>({ label, query, summary, figures }: SummaryCardProps<Summary>) {
  const { data, error, isPlaceholderData } = query;
  if (error !== null && (data === undefined || isPlaceholderData)) {
    return (
      <Card>
        <ErrorState error={error} onRetry={() => void query.refetch()} />
      </Card>
    );
  }
  const shown = figures.map(({ format, lack, ...figure }) => ({
    ...figure,
    value: summary === undefined ? undefined : format(summary),
    lack: summary === undefined ? null : (lack?.(summary) ?? null),
  }));
  return (
    <Card className="dim-while-stale px-4 py-3" data-stale={isPlaceholderData} aria-busy={data === undefined}>
      <Figures label={label} figures={shown} />
    </Card>
  );
}

/** The summary of a whole filtered list, whatever page is shown. */
export const SummaryCard = memo(FiguresCard) as typeof FiguresCard;
