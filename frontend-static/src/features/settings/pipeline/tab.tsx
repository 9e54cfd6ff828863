import { CircleAlert, CircleCheck, LoaderCircle } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Sparkline } from '@/charts/sparkline';
import { PipelineDocument, type PipelineQuery } from '@/gql/graphql';
import { ago, count, duration, exact } from '@/lib/format';
import { useGql } from '@/lib/use-gql';
import { Badge } from '@/ui/badge';
import { Card, CardHeader } from '@/ui/card';
import { Figures } from '@/ui/figures';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';
import { type Health, healthOf } from './health';

const EVERY_MS = 2_000;
/** Two minutes. */
const REMEMBERED = 60;

type Pipeline = PipelineQuery['pipeline'];

const HEALTH_BADGES = {
  'caught-up': ['Caught up', 'good', CircleCheck],
  working: ['Working', 'accent', LoaderCircle],
  behind: ['Behind', 'bad', CircleAlert],
} as const;

const MEANINGS: Record<Health, string> = {
  'caught-up': 'Nothing waits to be projected.',
  working: 'New events are in the figures within moments.',
  behind: 'Figures lag behind the events. Look at the log of the workers.',
};

/** The state of the pipeline, polled. */
export function PipelineTab() {
  const query = useGql(PipelineDocument, {}, { refetchIntervalMs: EVERY_MS });
  return (
    <Card>
      <CardHeader title="Pipeline" note="From stored events to figures, over all organizations, every two seconds" />
      <Panel query={query} skeleton={<Skeleton className="m-4 h-40" />}>
        {({ pipeline }) => <PipelineStatus pipeline={pipeline} at={query.dataUpdatedAt} />}
      </Panel>
    </Card>
  );
}

function PipelineStatus({ pipeline, at }: { pipeline: Pipeline; at: number }) {
  const health = healthOf(pipeline);
  const [word, tone, Icon] = HEALTH_BADGES[health];
  return (
    <div className="flex flex-col gap-5 p-4">
      <p className="flex flex-wrap items-center gap-2 text-sm" role="status">
        <Badge tone={tone}>
          <Icon aria-hidden />
          {word}
        </Badge>
        <span className="text-muted">{MEANINGS[health]}</span>
      </p>
      <Figures
        label="The pipeline"
        figures={[
          {
            name: 'Lag',
            value: duration(pipeline.oldestQueuedMs),
            help: 'How long the oldest event in the queue waits',
          },
          { name: 'Queue', value: count(pipeline.queueDepth), help: 'Events that wait to be projected' },
          { name: 'Last projected', value: ago(pipeline.lastProjectedAt) },
          { name: 'Events stored', value: exact(pipeline.eventsStored) },
          { name: 'Dead letters', value: exact(pipeline.deadLetters), help: 'Events that were given up' },
        ]}
      />
      <LagTrend pipeline={pipeline} at={at} />
    </div>
  );
}

/** The lag since the page was opened. */
function LagTrend({ pipeline, at }: { pipeline: Pipeline; at: number }) {
  const [course, setCourse] = useState<readonly { at: number; lag: number }[]>([]);
  const { oldestQueuedMs: lag } = pipeline;
  useEffect(() => {
    setCourse((before) => (before.at(-1)?.at === at ? before : [...before, { at, lag }].slice(-REMEMBERED)));
  }, [at, lag]);
  const most = Math.max(0, ...course.map((one) => one.lag));
  return (
    <section aria-label="Course of the lag" className="max-w-xl">
      <h3 className="mb-2 text-muted text-xs">
        Lag over the last two minutes, at most <span className="text-ink">{duration(most)}</span>
      </h3>
      <Sparkline values={course.length === 1 ? [lag, lag] : course.map((one) => one.lag)} />
    </section>
  );
}
