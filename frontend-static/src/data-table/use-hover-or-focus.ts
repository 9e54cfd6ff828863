import { type FocusEvent, useState } from 'react';

/** Whether the pointer, or the focus of the keyboard, is within an element, which the handlers are for. */
export function useHoverOrFocus() {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const handlers = {
    onPointerEnter: () => setPointed(true),
    onPointerLeave: () => setPointed(false),
    // What a click focused is left by the pointer, not by the focus.
    onFocus: ({ target }: FocusEvent) => setFocused(target.matches(':focus-visible')),
    onBlur: (event: FocusEvent) => setFocused((before) => before && event.currentTarget.contains(event.relatedTarget)),
  };
  return { isActive: isPointed || isFocused, handlers };
}
