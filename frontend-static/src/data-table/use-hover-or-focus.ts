import { type FocusEvent, useState } from 'react';

/** Whether the pointer or the keyboard focus is within the element that gets the handlers. */
export function useHoverOrFocus() {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const handlers = {
    onPointerEnter: () => setPointed(true),
    onPointerLeave: () => setPointed(false),
    // Focus from a click does not count; the pointer tells when it leaves.
    onFocus: ({ target }: FocusEvent) => setFocused(target.matches(':focus-visible')),
    onBlur: (event: FocusEvent) => setFocused((before) => before && event.currentTarget.contains(event.relatedTarget)),
  };
  return { isActive: isPointed || isFocused, handlers };
}
