import { CircleAlert, CircleCheck, type LucideIcon, Receipt, Route } from 'lucide-react';
import { Link } from 'wouter';
import type { GlobalQuery, NotableChangeKind } from '@/gql/graphql';
import { MAX_PAGE_SIZE } from '@/lib/fetch-all-pages';
import { decimal, exact, money, percent } from '@/lib/format';
import type { GqlResult } from '@/lib/use-gql';
import { useHref } from '@/lib/use-url-params';
import { Card, CardHeader } from '@/ui/card';
import { Name } from '@/ui/name';
import { Notice } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';
import type { GlobalData } from '../use-global';

type Change = GlobalData['notableChanges'][number];

const KINDS: Record<NotableChangeKind, { icon: LucideIcon; describe: (change: Change) => string }> = {
  LOW_SUCCESS: { icon: CircleAlert, describe: ({ value }) => `Only ${percent(value)} of the runs succeed` },
  COST_SPIKE: {
    icon: Receipt,
    describe: ({ value, usual }) =>
      usual === null || usual === 0
        ? `Costs ${money(value)}`
        : `Costs ${money(value)}, ${decimal(value / usual)} times the usual ${money(usual)}`,
  },
  HIGH_HANDOFF: { icon: Route, describe: ({ value }) => `${percent(value)} of the sessions are handed off` },
};

/** Changes that need attention. */
export function NotableChanges({ query }: { query: GqlResult<GlobalQuery> }) {
  return (
    <Card data-panel="Notable changes">
      <CardHeader title="Notable changes" note="Success below 85%, cost above twice the usual, handoffs above 60%" />
      <Panel
        query={query}
        skeleton={
          <div className="p-4">
            <Skeleton className="h-40" />
          </div>
        }
        isEmpty={({ global }) => global.notableChanges.length === 0}
        empty={<Notice icon={<CircleCheck aria-hidden />} title="Nothing out of the ordinary" />}
      >
        {({ global }) => (
          <ul className="max-h-[25.75rem] overflow-y-auto p-2">
            {global.notableChanges.map((change) => (
              <Item key={`${change.organization.id} ${change.kind}`} change={change} />
            ))}
            {global.notableChanges.length >= MAX_PAGE_SIZE && (
              <li className="px-2 py-2 text-muted text-xs">The first {exact(MAX_PAGE_SIZE)}, by organization.</li>
            )}
          </ul>
        )}
      </Panel>
    </Card>
  );
}

function Item({ change }: { change: Change }) {
  const href = useHref();
  const { icon: Icon, describe } = KINDS[change.kind];
  return (
    <li>
      <Link
        href={href('/', { org: change.organization.id })}
        className="flex items-start gap-3 rounded-md px-2 py-2 -outline-offset-2 hover:bg-hover"
      >
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
        <span className="min-w-0">
          <Name text={change.organization.name} lines={2} className="font-medium" />
          <span className="block text-muted text-sm">{describe(change)}</span>
        </span>
      </Link>
    </li>
  );
}
