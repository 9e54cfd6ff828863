import { ago, dateTime, fullTime } from '@/lib/format';
import { Tooltip } from './tooltip';

type TimeProps = { at: string; as?: 'date' | 'age' };

/** A time in UTC, or its age; the tooltip has both. */
export function Time({ at, as = 'date' }: TimeProps) {
  const [shown, more] = as === 'age' ? [ago(at), fullTime(at)] : [dateTime(at), `${ago(at)} · ${fullTime(at)}`];
  return (
    <Tooltip label={more}>
      <time dateTime={at} className="whitespace-nowrap">
        {shown}
      </time>
    </Tooltip>
  );
}
