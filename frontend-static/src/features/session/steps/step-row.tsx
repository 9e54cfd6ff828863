import { CircleX, type LucideIcon, ShieldX, Sparkles, UserX, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CallStepFragment, ToolStatus, UseStepFragment } from '@/gql/graphql';
import { clock, count, duration, fullTime } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { cn } from '@/ui/class-names';
import { Cost } from '@/ui/cost';
import { Tooltip } from '@/ui/tooltip';
import type { Step } from './steps';

/** A step in a line. */
export const StepRow = ({ step }: { step: Step }) =>
  step.kind === 'call' ? <CallRow call={step.call} /> : <UseRow use={step.use} />;

/** Parts of the agent other than its main loop. */
const ROLES: Readonly<Record<string, string>> = { subagent: 'sub-agent', utility: 'utility' };

function CallRow({ call }: { call: CallStepFragment }) {
  const { model, role, ok, errorType, inputTokens, cacheReadTokens, outputTokens, reasoningTokens } = call;
  const cached = cacheReadTokens > 0 ? ` (${count(cacheReadTokens)} cached)` : '';
  const reasoned = reasoningTokens > 0 ? ` (${count(reasoningTokens)} reasoning)` : '';
  const isCharged = ok || inputTokens > 0 || outputTokens > 0;
  return (
    <Row at={call.occurredAt} icon={ok ? Sparkles : CircleX} tone={ok ? 'text-accent' : 'text-bad'}>
      <span className="min-w-0 break-all font-medium">{model ?? 'Model call'}</span>
      {ROLES[role] !== undefined && <Badge className="-my-0.5">{ROLES[role]}</Badge>}
      {!ok && <span className="text-bad">failed{errorType === null ? '' : `: ${errorType}`}</span>}
      {isCharged && (
        <>
          <Note>{`${count(inputTokens)} read${cached}`}</Note>
          <Note>{`${count(outputTokens)} written${reasoned}`}</Note>
        </>
      )}
      {call.durationMs !== null && <Note>{duration(call.durationMs)}</Note>}
      {isCharged && (
        <Note>
          {call.costSource === 'UNKNOWN' ? (
            'price unknown'
          ) : (
            <Cost usd={call.costUsd} unpriced={0} source={call.costSource} />
          )}
        </Note>
      )}
    </Row>
  );
}

type Outcome = { readonly icon: LucideIcon; readonly tone: string; readonly words: string | null };

const OUTCOMES: Readonly<Record<ToolStatus, Outcome>> = {
  OK: { icon: Wrench, tone: 'text-muted', words: null },
  ERROR: { icon: CircleX, tone: 'text-bad', words: 'failed' },
  REJECTED_BY_USER: { icon: UserX, tone: 'text-warn', words: 'rejected by a person' },
  REJECTED_BY_POLICY: { icon: ShieldX, tone: 'text-warn', words: 'blocked by a rule' },
};

function UseRow({ use: { occurredAt, tool, status, durationMs, waitedMs } }: { use: UseStepFragment }) {
  const { icon, tone, words } = OUTCOMES[status];
  return (
    <Row at={occurredAt} icon={icon} tone={tone}>
      <span className="min-w-0 break-all font-medium">{tool}</span>
      {words === null ? <span className="sr-only">succeeded</span> : <span className={tone}>{words}</span>}
      {durationMs !== null && <Note>{duration(durationMs)}</Note>}
      {waitedMs !== null && waitedMs > 0 && <Note>waited {duration(waitedMs)} for a person</Note>}
    </Row>
  );
}

type RowProps = { at: string; icon: LucideIcon; tone: string; children: ReactNode };

const Row = ({ at, icon: Icon, tone, children }: RowProps) => (
  <li className="flex min-h-7 items-start gap-2.5 py-1 text-xs">
    <Tooltip label={fullTime(at)}>
      <time dateTime={at} className="w-13 shrink-0 text-muted">
        {clock(at)}
      </time>
    </Tooltip>
    <Icon aria-hidden className={cn('mt-px size-3.5 shrink-0', tone)} />
    <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3 gap-y-0.5">{children}</span>
  </li>
);

const Note = ({ children }: { children: ReactNode }) => <span className="text-muted">{children}</span>;
