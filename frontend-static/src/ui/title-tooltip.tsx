import { useEffect, useState } from 'react';
import { isTruncated } from '@/lib/use-is-truncated';
import { TooltipLayer } from './tooltip-layer';

type TruncatedTitle = { readonly anchor: Element; readonly text: string };

/** The truncated title at the focused element; null if there is none. */
function truncatedTitleAt(target: EventTarget | null): TruncatedTitle | null {
  if (!(target instanceof HTMLElement) || !target.matches(':focus-visible')) return null;
  // Rows and regions hold many names; a link or a button is one.
  const own = target.matches('a, button, span, [role=option]') ? target.querySelector<HTMLElement>('[title]') : null;
  const titled = target.closest<HTMLElement>('[title]') ?? own;
  if (titled === null || titled.title === '' || !isTruncated(titled)) return null;
  return { anchor: titled, text: titled.title };
}

const stay = () => {};

/** The `title` for keyboard users: shows truncated text in full while it has the focus. Once for the whole page. */
export function TitleTooltip() {
  const [title, setTitle] = useState<TruncatedTitle | null>(null);
  useEffect(() => {
    const enter = ({ target }: FocusEvent) => setTitle(truncatedTitleAt(target));
    const leave = () => setTitle(null);
    document.addEventListener('focusin', enter);
    document.addEventListener('focusout', leave);
    return () => {
      document.removeEventListener('focusin', enter);
      document.removeEventListener('focusout', leave);
    };
  }, []);
  if (title === null) return null;
  return (
    <TooltipLayer
      id="title-tip"
      anchor={title.anchor}
      side="bottom"
      onEnter={stay}
      onLeave={stay}
      onClose={() => setTitle(null)}
    >
      <span className="break-words">{title.text}</span>
    </TooltipLayer>
  );
}
