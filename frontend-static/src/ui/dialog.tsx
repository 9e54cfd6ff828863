import { X } from 'lucide-react';
import * as Radix from 'radix-ui/dialog';
import { type ReactNode, useRef } from 'react';
import { Button } from './button';
import { cn } from './class-names';

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One sentence below the title. */
  description?: string;
  /** Hides the title visually, and leaves the padding to the content. */
  bare?: boolean;
  children: ReactNode;
};

/** A modal dialog. Radix's own modality injects styles, so backdrop and focus trap are ours. */
export function Dialog({ open, onOpenChange, title, description, bare = false, children }: DialogProps) {
  const content = useRef<HTMLDivElement>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Radix.Portal>
        <div className="fixed inset-0 z-40 bg-veil" aria-hidden="true" />
        <Radix.Content
          ref={content}
          aria-modal="true"
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          onOpenAutoFocus={(event) => {
            const field = content.current?.querySelector<HTMLElement>(FIELD);
            if (field == null) return;
            // Focus the first field rather than the close button.
            event.preventDefault();
            field.focus();
          }}
          onKeyDown={(event) => keepInside(event, content.current)}
          className={cn(
            'fixed top-[12vh] left-1/2 z-50 max-h-[80vh] w-[min(34rem,calc(100vw-1.5rem))] -translate-x-1/2 overflow-y-auto rounded-xl border border-line bg-raised shadow-float outline-none',
            !bare && 'p-5',
          )}
        >
          <div className={bare ? 'sr-only' : 'mb-4 flex items-start justify-between gap-4'}>
            <div>
              <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="text-muted text-sm">{description}</Radix.Description>
              )}
            </div>
            {!bare && (
              <Radix.Close asChild>
                <Button variant="plain" size="icon" aria-label="Close">
                  <X />
                </Button>
              </Radix.Close>
            )}
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const FIELD = 'input:not(:disabled), select, textarea';
const FOCUSABLE = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]';

function keepInside(event: React.KeyboardEvent, content: HTMLElement | null): void {
  if (event.key !== 'Tab' || content === null) return;
  const stops = [...content.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((stop) => stop.offsetParent !== null);
  const [first, last] = [stops[0], stops.at(-1)];
  const wraps = event.shiftKey ? first : last;
  if (document.activeElement !== wraps) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
