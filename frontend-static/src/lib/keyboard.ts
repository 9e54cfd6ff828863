/** Whether the user is typing, so that letters are text. */
function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}

/** Whether a dialog or menu is open, which letters belong to. */
const hasOpenLayer = (): boolean =>
  document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"]') !== null;

/** Whether the key is a shortcut of the page, and not input for a field, a layer or the browser. */
export const isPageShortcut = (event: KeyboardEvent): boolean =>
  !event.metaKey && !event.ctrlKey && !event.altKey && !event.defaultPrevented && !isTyping(event) && !hasOpenLayer();
