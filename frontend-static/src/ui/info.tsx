import { Info as Icon } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { TooltipLayer } from './tooltip-layer';
import { ROVING_ITEM } from './use-roving-tabindex';
import { useToggletip } from './use-toggletip';

type InfoProps = {
  /** What it is about. */
  about: string;
  /** The explanation. */
  children: ReactNode;
};

/** An explanation behind a small (i), by pointer, touch and keyboard. */
export const Info = ({ about, children }: InfoProps) => (
  <InfoButton
    label={`About ${about}`}
    content={children}
    className="-my-1 -mr-1 grid size-6 shrink-0 place-items-center rounded-full text-muted/70 hover:text-ink focus-visible:-outline-offset-2"
  >
    <Icon aria-hidden className="size-3.5" />
  </InfoButton>
);

/** The same without an (i): the name itself is the button. */
export const InfoName = ({ about, children }: InfoProps) => (
  <InfoButton
    content={children}
    className="rounded text-left underline decoration-line-strong decoration-dotted underline-offset-4 hover:text-ink"
  >
    {about}
  </InfoButton>
);

type InfoButtonProps = { label?: string; content: ReactNode; className: string; children: ReactNode };

function InfoButton({ label, content, className, children }: InfoButtonProps) {
  const id = useId();
  const { anchor, close, stay, leave, handlers } = useToggletip();
  return (
    <>
      <button
        type="button"
        aria-label={label}
        aria-expanded={anchor !== null}
        {...{ [ROVING_ITEM]: '' }}
        {...(anchor === null ? {} : { 'aria-describedby': id })}
        {...handlers}
        className={className}
      >
        {children}
      </button>
      {anchor !== null && (
        <TooltipLayer id={id} anchor={anchor} side="bottom" onEnter={stay} onLeave={leave} onClose={close}>
          {content}
        </TooltipLayer>
      )}
    </>
  );
}
