import { Info as Icon } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { TooltipLayer } from './tooltip-layer';
import { ROVING } from './use-roving';
import { useTip } from './use-tip';

type InfoProps = {
  /** What it tells about. */
  about: string;
  /** What it tells. */
  children: ReactNode;
};

/** Tells more about something, by mouse, touch and keyboard: a small (i) beside its name. */
export const Info = ({ about, children }: InfoProps) => (
  <Telling
    label={`About ${about}`}
    told={children}
    className="-my-1 -mr-1 grid size-6 shrink-0 place-items-center rounded-full text-muted/70 hover:text-ink focus-visible:-outline-offset-2"
  >
    <Icon aria-hidden className="size-3.5" />
  </Telling>
);

/** The same where there is no room for an (i): the name itself tells. */
export const InfoName = ({ about, children }: InfoProps) => (
  <Telling
    told={children}
    className="rounded text-left underline decoration-line-strong decoration-dotted underline-offset-4 hover:text-ink"
  >
    {about}
  </Telling>
);

type TellingProps = { label?: string; told: ReactNode; className: string; children: ReactNode };

function Telling({ label, told, className, children }: TellingProps) {
  const id = useId();
  const { anchor, close, stay, leave, handlers } = useTip();
  return (
    <>
      <button
        type="button"
        aria-label={label}
        aria-expanded={anchor !== null}
        {...{ [ROVING]: '' }}
        {...(anchor === null ? {} : { 'aria-describedby': id })}
        {...handlers}
        className={className}
      >
        {children}
      </button>
      {anchor !== null && (
        <TooltipLayer id={id} anchor={anchor} side="bottom" onEnter={stay} onLeave={leave} onClose={close}>
          {told}
        </TooltipLayer>
      )}
    </>
  );
}
