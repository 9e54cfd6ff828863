import type { Day } from '@/lib/day';
import type { Bucket } from '../bucket';
import type { Frame } from '../frame';
import type { Scale } from '../scale';
import type { Series } from '../series';

/** The props that all marks share. */
export type MarkProps = {
  buckets: readonly Bucket[];
  series: readonly Series[];
  scale: Scale;
  frame: Frame;
  today: Day;
};
