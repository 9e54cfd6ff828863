import type { CostSource } from '@/gql/graphql';
import { count, DASH, exact, money } from '@/lib/format';
import { Tooltip } from './tooltip';

/** How many model calls a cost lacks because their price is unknown; null if it lacks none. */
export function unpricedText(calls: number | null | undefined): string | null {
  if (calls == null || calls === 0) return null;
  return calls === 1
    ? '1 model call of unknown price is missing'
    : `${exact(calls)} model calls of unknown price are missing`;
}

/** The same in two words, for places beside a cost. */
export const unpricedNote = (calls: number | null | undefined): string | null =>
  calls == null || calls === 0 ? null : `+ ${count(calls)} unpriced`;

/** A cost as text; nothing is known where all that counts has no price. */
export const costText = (
  usd: number | null,
  unpriced: number | null | undefined,
  format: (usd: number | null) => string = money,
): string => (usd === 0 && (unpriced ?? 0) > 0 ? DASH : format(usd));

export const PRICED_TEXT = 'Computed from list prices, since the agent reports no cost';

type CostProps = {
  usd: number | null;
  /** Model calls that it lacks. */
  unpriced: number | null | undefined;
  source?: CostSource | null;
  format?: (usd: number | null) => string;
};

/** A cost in a row: ≈ where it is computed from list prices, and how many model calls of unknown price it lacks. */
export function Cost({ usd, unpriced, source = null, format = money }: CostProps) {
  const missing = unpricedText(unpriced);
  const isPriced = source === 'PRICED' && usd !== null && usd > 0;
  const text = costText(usd, unpriced, format);
  if (missing === null && !isPriced) return text;
  const label = [isPriced ? PRICED_TEXT : null, missing].filter((one) => one !== null).join('. ');
  return (
    <Tooltip label={`${label}.`}>
      <span className="whitespace-nowrap">
        {isPriced && (
          <>
            <span aria-hidden className="mr-0.5 text-muted">
              ≈
            </span>
            <span className="sr-only">about </span>
          </>
        )}
        {text}
        {missing !== null && (
          <>
            <span aria-hidden className="ml-1 text-warn text-xs">
              +{count(unpriced)}?
            </span>
            <span className="sr-only">, {missing}</span>
          </>
        )}
      </span>
    </Tooltip>
  );
}
