import { type FocusEvent, useState } from 'react';

/** Whether pointer or focus are within an element, which the handlers are for. */
export function useLooks() {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const handlers = {
    onPointerEnter: () => setPointed(true),
    onPointerLeave: () => setPointed(false),
    onFocus: () => setFocused(true),
    onBlur: (event: FocusEvent) => setFocused(event.currentTarget.contains(event.relatedTarget)),
  };
  return { looks: isPointed || isFocused, handlers };
}
