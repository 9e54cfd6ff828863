import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/ui/class-names';

type StepProps = {
  number: number;
  title: string;
  /** `open` is one of several steps that can be taken now. */
  state: 'to-do' | 'open' | 'now' | 'done';
  children: ReactNode;
};

/** A step of a guide; later steps are shown, but faint. */
export const OnboardingStep = ({ number, title, state, children }: StepProps) => (
  <li data-step={number} data-state={state} aria-current={state === 'now' ? 'step' : undefined} className="flex gap-4">
    <span
      aria-hidden
      className={cn(
        'grid size-7 shrink-0 place-items-center rounded-full border font-semibold text-xs forced-color-adjust-none',
        state === 'done' && 'border-transparent bg-good text-bg',
        state === 'now' && 'border-transparent bg-accent text-on-accent',
        state === 'to-do' && 'border-line text-muted',
        state === 'open' && 'border-line-strong text-ink',
      )}
    >
      {state === 'done' ? <Check className="size-4" /> : number}
    </span>
    <div className="min-w-0 flex-1 pb-7">
      <h2 className={cn('pt-1 font-semibold text-base', state === 'to-do' && 'text-muted')}>
        {title}
        {state === 'done' && <span className="sr-only">, done</span>}
      </h2>
      <div className="mt-1 text-sm">{children}</div>
    </div>
  </li>
);
