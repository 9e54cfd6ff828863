import { ArrowLeftRight } from 'lucide-react';
import { Link } from 'wouter';
import type { HandoffRowFragment } from '@/gql/graphql';
import { detailPath } from '@/lib/detail-path';
import { useHref } from '@/lib/use-url-params';
import { Name } from '@/ui/name';
import { EmptyState } from '@/ui/notice';
import { Time } from '@/ui/time';
import { INFERRED_HANDOFF, methodName, nameOf } from '../labels';

/** When, how and by whom the session was handed off. */
export function HandoffHistory({ handoffs }: { handoffs: readonly HandoffRowFragment[] }) {
  const href = useHref();
  if (handoffs.length === 0) return <EmptyState title="No handoff">The agent kept the wheel.</EmptyState>;
  return (
    <ol className="px-4 pt-2 pb-3">
      {handoffs.map(({ id, occurredAt, method, user, followedByRun, inferred }) => (
        <li key={id} className="flex gap-2.5 border-line border-t py-2 text-sm first:border-t-0">
          <ArrowLeftRight aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          <div className="min-w-0">
            <p>
              <span className="font-medium first-letter:uppercase">{methodName(method)}</span>
              {user !== null && (
                <>
                  {' '}
                  by{' '}
                  <Link href={href(...detailPath('/users', user.id))} className="rounded hover:underline">
                    <Name text={nameOf(user) ?? user.id} lines={2} />
                  </Link>
                </>
              )}
            </p>
            {inferred && <p className="text-muted text-xs">{INFERRED_HANDOFF}</p>}
            <p className="text-muted text-xs">
              <Time at={occurredAt} /> · {followedByRun ? 'a run ended within 4 h after it' : 'no run within 4 h'}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
