import { type LucideIcon, Minus, TrendingDown, TrendingUp } from 'lucide-react';
import type { HealthDirection } from '@/gql/graphql';
import { percentagePoints } from '@/lib/format';
import { cn } from '@/ui/class-names';
import { Tooltip } from '@/ui/tooltip';
import type { Row } from './columns';

const WAYS: Record<HealthDirection, { name: string; icon: LucideIcon; tone: string }> = {
  IMPROVING: { name: 'Improving', icon: TrendingUp, tone: 'text-good' },
  STABLE: { name: 'Stable', icon: Minus, tone: 'text-muted' },
  DECLINING: { name: 'Declining', icon: TrendingDown, tone: 'text-bad' },
};

/** Where an organization is heading, and by how much in the tooltip. */
export function Direction({ row: { health, metrics } }: { row: Row }) {
  const { name, icon: Icon, tone } = WAYS[health];
  const { previous } = metrics;
  const told = `Success ${percentagePoints(metrics.successRate, previous?.successRate)}, handoffs ${percentagePoints(metrics.handoffRate, previous?.handoffRate)}`;
  return (
    <Tooltip label={told}>
      <button type="button" className={cn('flex w-fit cursor-help items-center gap-1.5 rounded', tone)}>
        <Icon aria-hidden className="size-4" />
        {name}
      </button>
    </Tooltip>
  );
}
