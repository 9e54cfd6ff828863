import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { exact } from '@/lib/format';
import { Button } from '@/ui/button';
import { cn } from '@/ui/class-names';
import { CodeBlock } from '@/ui/code-block';
import { CopyButton } from '@/ui/copy-button';
import { Time } from '@/ui/time';
import type { DeadLetter } from './use-dead-letters';

type RowProps = { letter: DeadLetter; isReplaying: boolean; onReplay: () => void };

/** A dead letter: its last error, and its content. */
export function DeadLetterRow({ letter, isReplaying, onReplay }: RowProps) {
  const [isOpen, setOpen] = useState(false);
  const content = useId();
  const text = JSON.stringify(letter.event, null, 2);
  return (
    <li data-letter={letter.eventId} className="border-line border-t px-4 py-2.5 text-sm">
      <div className="flex items-start gap-2">
        <Button
          variant="plain"
          size="iconSm"
          aria-label={`Event ${letter.eventId}`}
          aria-expanded={isOpen}
          aria-controls={content}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight aria-hidden className={cn('transition-transform', isOpen && 'rotate-90')} />
        </Button>
        <div className="min-w-0 flex-1">
          <p className="break-words font-medium">{letter.lastError}</p>
          <p className="flex flex-wrap gap-x-3 text-muted text-xs">
            <span className="break-all">{letter.organizationId}</span>
            <span className="break-all font-mono">{letter.eventId}</span>
            <span>{exact(letter.attempts)} tries</span>
            <span>
              given up <Time at={letter.deadAt} as="age" />
            </span>
          </p>
        </div>
        <Button size="sm" disabled={isReplaying} aria-label={`Replay ${letter.eventId}`} onClick={onReplay}>
          Replay
        </Button>
      </div>
      <div id={content} hidden={!isOpen} className="relative mt-2 ml-9">
        <div className="absolute top-1 right-1">
          <CopyButton label="Copy the event" text={text} />
        </div>
        <CodeBlock text={text} />
      </div>
    </li>
  );
}
