import { useIsTruncated } from '@/lib/use-is-truncated';
import { cn } from './class-names';

type NameProps = {
  text: string;
  /** The number of lines after which it is truncated. */
  lines?: 1 | 2;
  className?: string;
};

// Break anywhere, so that a name without spaces fits into its cell.
const truncation = (lines: 1 | 2): string => (lines === 1 ? 'block truncate' : 'line-clamp-2 wrap-anywhere');

/**
 * A name of any length, for elements that can be focused, such as links: `<TitleTooltip>` shows the full name on focus,
 * the browser on hover.
 */
export const Name = ({ text, lines = 1, className }: NameProps) => (
  <span title={text} className={cn('min-w-0', truncation(lines), className)}>
    {text}
  </span>
);

/** The same for places that cannot be focused: while truncated, it can be focused itself. */
export function FocusableName({ text, lines = 2, className }: NameProps) {
  const [ref, isCut] = useIsTruncated<HTMLSpanElement>();
  return (
    <span
      ref={ref}
      title={text}
      tabIndex={isCut ? 0 : undefined}
      className={cn('min-w-0 rounded', truncation(lines), className)}
    >
      {text}
    </span>
  );
}
