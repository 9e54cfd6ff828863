/** Whether somebody types: letters are text there. */
function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}

/** Whether a layer is open that letters belong to. */
const hasOpenLayer = (): boolean =>
  document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"]') !== null;

/** Whether the key is meant for the page, and not for a field, a layer or the browser. */
export const isPageShortcut = (event: KeyboardEvent): boolean =>
  !event.metaKey && !event.ctrlKey && !event.altKey && !event.defaultPrevented && !isTyping(event) && !hasOpenLayer();
