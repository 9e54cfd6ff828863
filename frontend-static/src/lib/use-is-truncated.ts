import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** Whether text of an element or of its children is truncated. */
export function isTruncated(element: Element): boolean {
  return [element, ...element.querySelectorAll('*')].some((part) => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = part;
    if (scrollWidth <= clientWidth + 1 && scrollHeight <= clientHeight + 1) return false;
    return clientWidth > 1 && /hidden|clip/.test(getComputedStyle(part).overflow);
  });
}

/** The same, for an element that may change its size. */
export function useIsTruncated<Part extends HTMLElement>(): [RefObject<Part | null>, boolean] {
  const ref = useRef<Part>(null);
  const [cut, setCut] = useState(false);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => setCut(isTruncated(element));
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return [ref, cut];
}
